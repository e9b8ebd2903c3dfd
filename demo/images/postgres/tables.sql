SET ROLE structured_prompt;
CREATE TABLE prompts (id bigserial PRIMARY KEY, at timestamptz DEFAULT now(), prompt text, words int);
CREATE TABLE vendor_equipment (id serial PRIMARY KEY, vendor text NOT NULL, model text NOT NULL);
CREATE TABLE threat_intelligence (id serial PRIMARY KEY, indicator text NOT NULL, severity int NOT NULL);
INSERT INTO prompts (prompt, words) SELECT 'Summarise report ' || n || ' in three sentences.', 7 FROM generate_series(1, 120) n;
INSERT INTO vendor_equipment (vendor, model) SELECT (ARRAY['Acme', 'Globex', 'Initech', 'Umbrella'])[1 + n % 4], 'M-' || 100 + n FROM generate_series(1, 40) n;
INSERT INTO threat_intelligence (indicator, severity) SELECT '203.0.113.' || n, 1 + n % 5 FROM generate_series(1, 25) n;
