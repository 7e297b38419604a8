-- Whether messages of WhatsApp are known by their authors' names here, as they were before names were held to change.
select count(*) > 0 as is_so from raw.load where source = 'whatsapp' and not list_contains(lacks, 'lasting_names')
