-- What an incident works on right now. No two incidents work on the same.
create table holders (
  target text constraint one_holder_per_target primary key,
  incident text not null
);

create index holders_by_incident on holders (incident);
