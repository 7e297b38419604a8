-- What each member wrote about, as labels of their messages say, and when first.
select member.handle, label.value as item, min(said.sent_local::date) as first_on
from message as said
join label on label.content = said.key
join member on member.member = said.member
where lower(label.dimension) in ('topic', 'tag', 'class', '话题', '主题', '标签', '分类')
group by member.handle, label.value
order by first_on, member.handle, item
