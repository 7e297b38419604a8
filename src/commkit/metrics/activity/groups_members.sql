select place as "group", member, came_on as joined_on, outcome(true, is_active) as active from group_stay where is_here
