select
    reject.load_id as load, reject.kind, reject.file, reject.line, reject.first_byte, reject.last_byte, reject.code,
    reject.reason
from raw.reject as reject
where $load_id is null or reject.load_id = $load_id
order by reject.load_id, reject.file, reject.line, reject.first_byte, reject.kind, reject.code
