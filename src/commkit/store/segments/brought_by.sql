select distinct label.load_id
from raw.label as label
join raw.load as load using (load_id)
where label.dimension = 'segment' and label.value = $name and load.source = 'segment'
