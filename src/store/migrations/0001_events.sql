-- The log. Rows are only ever added; the hash of each covers the one before it.
create table events (
  incident text not null,
  seq integer not null check (seq > 0),
  type text not null,
  version integer not null,
  at timestamptz not null,
  actor text not null,
  payload_hash text not null,
  prev_hash text not null,
  hash text not null,
  constraint one_event_per_seq primary key (incident, seq)
);

-- Apart from the log, so that a payload can be deleted and the chain still be verified.
-- JSON as text: jsonb would reorder keys, rewrite numbers and refuse NUL.
create table payloads (
  incident text not null,
  seq integer not null,
  body text not null,
  primary key (incident, seq),
  foreign key (incident, seq) references events (incident, seq)
);

-- Long texts by the SHA-256 of their UTF-8, each kept once. Written as a JSON string, which can hold NUL.
create table texts (
  hash text primary key,
  body text not null
);

create sequence incident_number;

-- A projection of the log: one row an incident, for lists and for the scheduler.
create table incidents (
  incident text primary key,
  seq integer not null,
  settled_seq integer not null default 0,
  service text not null,
  runbook text not null,
  title text not null,
  severity text not null,
  open boolean not null,
  headline text not null,
  channel text,
  drill boolean not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  wake_at timestamptz
);

-- A drill and a real incident of one service may be open side by side.
create unique index one_open_incident on incidents (service, drill) where open;
create index incidents_by_age on incidents (opened_at desc);
create index incidents_unsettled on incidents (incident) where settled_seq < seq;
create index incidents_to_wake on incidents (wake_at) where wake_at is not null;

create table inbox (
  key text primary key,
  number bigint generated always as identity,
  incident text,
  command text not null,
  received_at timestamptz not null default now(),
  answered_at timestamptz
);

create index inbox_waiting on inbox (number) where answered_at is null;

-- A row stays when its lease ends: the epoch must never be given out again.
create table leases (
  incident text primary key,
  owner text,
  epoch integer not null,
  expires_at timestamptz not null
);

create index leases_by_owner on leases (owner);
