select distinct platform from untold where kind = 'replies' order by platform
