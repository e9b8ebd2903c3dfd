-- What statistics and retention ask of an incident. `projected_seq`: up to which event the row was made by a release that
-- knows all of its columns. Where it is behind `seq`, the row is to be made anew from the log.
alter table incidents
  add column how text,
  add column acknowledged_at timestamptz,
  add column diagnosed_at timestamptz,
  add column mitigated_at timestamptz,
  add column target_ms bigint,
  add column tried integer not null default 0,
  add column worked integer not null default 0,
  add column unexplained boolean not null default false,
  add column pruned_at timestamptz,
  add column projected_seq integer not null default 0;

create index incidents_to_project on incidents (incident) where projected_seq < seq;
create index incidents_to_prune on incidents (closed_at) where not open and pruned_at is null;
create index incidents_open on incidents (opened_at desc) where open;
create index incidents_by_channel on incidents (channel, opened_at desc);

-- What people wished for holds their words: it goes with the details.
create index inbox_by_incident on inbox (incident);

-- Which incidents speak of a text: the same text is kept once, and is removed with the last of them.
create table text_uses (
  hash text not null references texts (hash),
  incident text not null,
  primary key (hash, incident)
);

insert into text_uses (hash, incident)
  select distinct hash, incident from (
    select incident, (regexp_matches(body, '"([0-9a-f]{64})"', 'g'))[1] as hash from payloads
    where body like '%"kept":"%' or body like '%"hash":"%'
  ) as spoken join texts using (hash);
