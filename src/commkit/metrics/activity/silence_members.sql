select slice, starts_on, member, spoken_periods from regular where is_silenced
