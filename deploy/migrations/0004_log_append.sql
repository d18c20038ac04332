-- The one way into the log. Numbers are given, and hashes linked, under a lock held to the end of the transaction, so
-- rows become visible in the order of their numbers. READ COMMITTED only: each statement after the lock must see what
-- the holder before committed.

-- What the chain is made of; common/store/verify.c works out the same.
CREATE FUNCTION log_hash(previous bytea, at_position bigint, cause bigint, landlord_id integer, speaker text, type text,
	source text, id text, case_ref text, occurred_at timestamptz, said_at timestamptz, body bytea, traceparent text)
RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
	SELECT sha256(previous || int8send(at_position) || int8send(cause) || int4send(landlord_id)
		|| int4send(octet_length(speaker)) || convert_to(speaker, 'UTF8')
		|| int4send(octet_length(type)) || convert_to(type, 'UTF8')
		|| int4send(octet_length(source)) || convert_to(source, 'UTF8')
		|| int4send(octet_length(id)) || convert_to(id, 'UTF8')
		|| int4send(octet_length(case_ref)) || convert_to(case_ref, 'UTF8')
		|| timestamptz_send(occurred_at) || timestamptz_send(said_at)
		|| int4send(octet_length(body)) || body
		|| int4send(octet_length(traceparent)) || convert_to(traceparent, 'UTF8'))
$$;

CREATE FUNCTION redress_speaks_for(daemon text)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
	IF NOT pg_has_role(session_user, 'redress_' || daemon, 'MEMBER') THEN
		RAISE EXCEPTION 'user % does not speak for %: it is no member of redress_%', session_user, daemon, daemon
			USING ERRCODE = 'RD003';
	END IF;
END
$$;

CREATE FUNCTION log_lock()
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
	IF current_setting('transaction_isolation') <> 'read committed' THEN
		RAISE EXCEPTION 'the log is appended to under READ COMMITTED, not %', current_setting('transaction_isolation')
			USING ERRCODE = 'RD002';
	END IF;
	PERFORM pg_advisory_xact_lock(5271, 1);
END
$$;

-- Under the lock: numbers the rows from head + 1, links and stores them. A NULL cause is the row's own number.
CREATE FUNCTION log_write(said_by text, causes bigint[], landlord_ids integer[], types text[], sources text[], ids text[],
	case_refs text[], occurred_ats timestamptz[], said_ats timestamptz[], bodies bytea[], traceparents text[])
RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
	rows CONSTANT integer := coalesce(cardinality(types), 0);
	before bigint;
	unknown integer;
	highest bigint;
	landlords integer[];
	heads bytea[];
	lasts bigint[];
	hashes bytea[] := array_fill(NULL::bytea, ARRAY[greatest(rows, 1)]);
	chain integer;
	own bigint;
BEGIN
	UPDATE log_head SET head = head + rows RETURNING head - rows INTO before;
	IF rows = 0 THEN
		RETURN before + 1;
	END IF;
	SELECT l INTO unknown FROM unnest(landlord_ids) l WHERE NOT EXISTS (SELECT FROM landlord k WHERE k.landlord_id = l) LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'landlord % is not known here', unknown USING ERRCODE = 'RD002';
	END IF;
	SELECT max(c) INTO highest FROM unnest(causes) c;
	IF highest > before THEN
		RAISE EXCEPTION 'cause % is not in the log, which ends at %', highest, before USING ERRCODE = 'RD002';
	END IF;

	SELECT array_agg(l.id), array_agg(coalesce(h.hash, decode(repeat('00', 32), 'hex'))), array_agg(0::bigint)
	INTO landlords, heads, lasts
	FROM (SELECT DISTINCT unnest(landlord_ids) AS id) l LEFT JOIN chain_head h ON h.landlord_id = l.id;
	FOR i IN 1 .. rows LOOP
		own := before + i;
		chain := array_position(landlords, landlord_ids[i]);
		hashes[i] := log_hash(heads[chain], own, coalesce(causes[i], own), landlord_ids[i], said_by, types[i],
			sources[i], ids[i], case_refs[i], occurred_ats[i], said_ats[i], bodies[i], traceparents[i]);
		heads[chain] := hashes[i];
		lasts[chain] := own;
	END LOOP;

	INSERT INTO event_log
	SELECT before + r.i, coalesce(r.cause, before + r.i), r.landlord_id, said_by, r.type, r.source, r.id, r.case_ref,
		r.occurred_at, r.said_at, r.body, r.traceparent, r.hash
	FROM unnest(causes, landlord_ids, types, sources, ids, case_refs, occurred_ats, said_ats, bodies, traceparents, hashes)
		WITH ORDINALITY AS r (cause, landlord_id, type, source, id, case_ref, occurred_at, said_at, body, traceparent, hash, i);
	INSERT INTO chain_head AS h (landlord_id, position, hash)
	SELECT * FROM unnest(landlords, lasts, heads)
	ON CONFLICT (landlord_id) DO UPDATE SET position = excluded.position, hash = excluded.hash;
	RETURN before + 1;
END
$$;

-- The log's time.
CREATE FUNCTION log_time()
RETURNS timestamptz
LANGUAGE sql VOLATILE
AS $$
	SELECT CASE c.mode WHEN 'virtual' THEN c.at ELSE greatest(clock_timestamp(), c.at) END FROM clock c
$$;

-- Before the first event: says when a system begins, and whether its time is virtual. (Or the first event does.)
CREATE FUNCTION clock_start(start_mode text, start_at timestamptz)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
	PERFORM log_lock();
	IF (SELECT head FROM log_head) > 0 THEN
		RAISE EXCEPTION 'the log has begun: its time is changed by TimeAdvanced and ClockReleased only'
			USING ERRCODE = 'RD002';
	END IF;
	UPDATE clock SET mode = start_mode, at = CASE start_mode WHEN 'virtual' THEN start_at ELSE '-infinity' END;
END
$$;

-- Root events. One row back for each given, in order:
--	accepted	with its number
--	repeated	the key is there with the same digest: number, case and time are the first one's
--	conflict	the key is there with another digest
--	refused		time cannot go so; nothing is stored
CREATE FUNCTION log_append_roots(said_by text, landlord_ids integer[], types text[], sources text[], ids text[],
	case_refs text[], occurred_ats timestamptz[], bodies bytea[], traceparents text[], digests bytea[],
	advances timestamptz[])
RETURNS TABLE (status text, at_position bigint, of_case text, at_time timestamptz, problem text, in_epoch bigint)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = auto
AS $$
DECLARE
	rows CONSTANT integer := coalesce(cardinality(types), 0);
	time_mode text;
	time_at timestamptz;
	next bigint;
	epoch_now bigint;
	r record;
	statuses text[] := array_fill(NULL::text, ARRAY[greatest(rows, 1)]);
	positions bigint[] := array_fill(NULL::bigint, ARRAY[greatest(rows, 1)]);
	cases text[] := case_refs;
	times timestamptz[] := array_fill(NULL::timestamptz, ARRAY[greatest(rows, 1)]);
	problems text[] := array_fill(NULL::text, ARRAY[greatest(rows, 1)]);
BEGIN
	PERFORM redress_speaks_for(said_by);
	PERFORM log_lock();
	SELECT l.head + 1, l.epoch INTO next, epoch_now FROM log_head l;
	SELECT c.mode, c.at INTO time_mode, time_at FROM clock c;
	IF time_mode <> 'virtual' THEN
		time_at := greatest(clock_timestamp(), time_at);
	END IF;

	FOR r IN
		SELECT g.i::integer, g.landlord_id, g.type, g.case_ref, g.digest, g.advances_to,
			a.position, a.case_ref AS first_case, a.said_at, a.digest AS first_digest,
			min(g.i) OVER (PARTITION BY g.landlord_id, g.source COLLATE "C", g.id COLLATE "C")::integer AS first
		FROM unnest(landlord_ids, types, sources, ids, case_refs, digests, advances) WITH ORDINALITY
			AS g (landlord_id, type, source, id, case_ref, digest, advances_to, i)
		LEFT JOIN accepted a ON a.landlord_id = g.landlord_id AND a.source = g.source AND a.id = g.id
		ORDER BY g.i
	LOOP
		IF r.position IS NOT NULL THEN
			statuses[r.i] := CASE WHEN r.digest = r.first_digest THEN 'repeated' ELSE 'conflict' END;
			positions[r.i] := r.position;
			cases[r.i] := r.first_case;
			times[r.i] := r.said_at;
		ELSIF r.first < r.i THEN
			statuses[r.i] := CASE WHEN statuses[r.first] = 'refused' THEN 'refused'
				WHEN r.digest = digests[r.first] THEN 'repeated' ELSE 'conflict' END;
			positions[r.i] := positions[r.first];
			cases[r.i] := cases[r.first];
			times[r.i] := times[r.first];
			problems[r.i] := problems[r.first];
		ELSE
			problems[r.i] := log_time_problem(time_mode, time_at, r.landlord_id, r.type, r.advances_to);
			IF problems[r.i] IS NOT NULL THEN
				statuses[r.i] := 'refused';
				CONTINUE;
			END IF;
			IF r.type = 'redress.v1.TimeAdvanced' THEN
				time_mode := 'virtual';
				time_at := r.advances_to;
			ELSIF r.type = 'redress.v1.ClockReleased' OR time_mode = 'unset' THEN
				time_mode := 'real';
				time_at := greatest(clock_timestamp(), time_at);
			END IF;
			statuses[r.i] := 'accepted';
			positions[r.i] := next;
			times[r.i] := time_at;
			next := next + 1;
		END IF;
		IF statuses[r.i] = 'conflict' THEN
			problems[r.i] := 'the id was used before, at position ' || positions[r.i] || ', with other content';
		END IF;
	END LOOP;

	IF 'accepted' = ANY (statuses) THEN
		PERFORM log_write(said_by, array_agg(NULL::bigint), array_agg(g.landlord_id ORDER BY g.i), array_agg(g.type ORDER BY g.i),
			array_agg(g.source ORDER BY g.i), array_agg(g.id ORDER BY g.i), array_agg(g.case_ref ORDER BY g.i),
			array_agg(g.occurred_at ORDER BY g.i), array_agg(g.said_at ORDER BY g.i), array_agg(g.body ORDER BY g.i),
			array_agg(g.traceparent ORDER BY g.i))
		FROM unnest(landlord_ids, types, sources, ids, case_refs, occurred_ats, times, bodies, traceparents, statuses)
			WITH ORDINALITY AS g (landlord_id, type, source, id, case_ref, occurred_at, said_at, body, traceparent, status, i)
		WHERE g.status = 'accepted';
		INSERT INTO accepted
		SELECT g.landlord_id, g.source, g.id, g.position, g.case_ref, g.said_at, g.digest
		FROM unnest(landlord_ids, sources, ids, positions, case_refs, times, digests, statuses)
			AS g (landlord_id, source, id, position, case_ref, said_at, digest, status)
		WHERE g.status = 'accepted';
		UPDATE clock SET mode = time_mode, at = time_at;
	END IF;
	RETURN QUERY SELECT g.*, epoch_now FROM unnest(statuses, positions, cases, times, problems) g LIMIT rows;
END
$$;

-- Why an event about time cannot be taken now; NULL when it can, or is about something else.
CREATE FUNCTION log_time_problem(time_mode text, time_at timestamptz, landlord_id integer, type text, advances_to timestamptz)
RETURNS text
LANGUAGE plpgsql
AS $$
BEGIN
	IF type NOT IN ('redress.v1.TimeAdvanced', 'redress.v1.ClockReleased') THEN
		RETURN NULL;
	ELSIF landlord_id <> 0 THEN
		RETURN 'time is the operator''s to change, not a landlord''s';
	ELSIF type = 'redress.v1.ClockReleased' THEN
		RETURN NULL;
	ELSIF time_mode = 'real' THEN
		RETURN 'time is real here, and passes by itself: only a log that began with TimeAdvanced has virtual time, until ClockReleased';
	ELSIF advances_to IS NULL OR NOT isfinite(advances_to) THEN
		RETURN 'TimeAdvanced must say to when';
	ELSIF time_mode = 'virtual' AND advances_to < time_at THEN
		RETURN 'time does not go back: it is ' || to_char(time_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || ' already';
	END IF;
	RETURN NULL;
END
$$;

-- Judgements, each with its cause. Back: the number of the first, and what they all share.
CREATE FUNCTION log_append_judgements(said_by text, causes bigint[], landlord_ids integer[], types text[], sources text[],
	ids text[], case_refs text[], occurred_ats timestamptz[], bodies bytea[], traceparents text[])
RETURNS TABLE (first bigint, at_time timestamptz, in_epoch bigint)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = auto
AS $$
DECLARE
	time_now timestamptz;
BEGIN
	PERFORM redress_speaks_for(said_by);
	PERFORM log_lock();
	IF array_position(causes, NULL) IS NOT NULL THEN
		RAISE EXCEPTION 'a judgement without a cause' USING ERRCODE = 'RD002';
	END IF;
	UPDATE clock c SET mode = CASE c.mode WHEN 'unset' THEN 'real' ELSE c.mode END,
		at = CASE c.mode WHEN 'virtual' THEN c.at ELSE greatest(clock_timestamp(), c.at) END
	RETURNING c.at INTO time_now;
	RETURN QUERY SELECT log_write(said_by, causes, landlord_ids, types, sources, ids, case_refs, occurred_ats,
		array_fill(time_now, ARRAY[cardinality(types)]), bodies, traceparents), time_now, l.epoch FROM log_head l;
END
$$;

CREATE FUNCTION protobuf_varint(value bigint)
RETURNS bytea
LANGUAGE plpgsql IMMUTABLE
AS $$
DECLARE
	packed bytea := '';
BEGIN
	WHILE value >= 128 LOOP
		packed := packed || set_byte('\x00', 0, (value & 127 | 128)::integer);
		value := value >> 7;
	END LOOP;
	RETURN packed || set_byte('\x00', 0, value::integer);
END
$$;

-- redress.v1.DueReached { at }, at or after 1970: packed here, since only here is it known when "now" is.
CREATE FUNCTION due_reached_body(at timestamptz)
RETURNS bytea
LANGUAGE plpgsql STABLE
AS $$
DECLARE
	micros CONSTANT bigint := (extract(epoch FROM at) * 1000000)::bigint;
	packed bytea := '\x08' || protobuf_varint(micros / 1000000);
BEGIN
	IF micros % 1000000 > 0 THEN
		packed := packed || '\x10' || protobuf_varint(micros % 1000000 * 1000);
	END IF;
	RETURN '\x0a' || protobuf_varint(octet_length(packed)) || packed;
END
$$;

-- In real time, once the log's time has reached `due`: the root event that says so. A NULL position: not yet, or time
-- is virtual.
CREATE FUNCTION log_tick(due timestamptz)
RETURNS TABLE (at_position bigint, at_time timestamptz, is_virtual boolean, key text, packed bytea, in_epoch bigint)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
	PERFORM redress_speaks_for('sla');
	PERFORM log_lock();
	SELECT CASE c.mode WHEN 'virtual' THEN c.at ELSE greatest(clock_timestamp(), c.at) END, c.mode = 'virtual', l.epoch
	INTO at_time, is_virtual, in_epoch FROM clock c, log_head l;
	IF NOT is_virtual AND at_time >= due THEN
		SELECT 'due/' || l.head + 1, due_reached_body(at_time) INTO key, packed FROM log_head l;
		at_position := log_write('sla', ARRAY[NULL::bigint], ARRAY[0], ARRAY['redress.v1.DueReached'],
			ARRAY['redress/sla'], ARRAY[key], ARRAY[''], ARRAY[at_time], ARRAY[at_time], ARRAY[packed], ARRAY['']);
		UPDATE clock SET mode = 'real', at = at_time;
	END IF;
	RETURN NEXT;
END
$$;

-- The guard of a judge's commit: fails unless the cursor stands where the judge believes it to.
CREATE FUNCTION advance_cursor(of_daemon text, old_through bigint, old_within bigint, new_through bigint, new_within bigint)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
	stands record;
BEGIN
	PERFORM redress_speaks_for(of_daemon);
	IF (new_through, new_within) < (old_through, old_within) OR new_through > (SELECT head FROM log_head) THEN
		RAISE EXCEPTION 'the cursor of % cannot go from (%, %) to (%, %)', of_daemon, old_through, old_within, new_through,
			new_within USING ERRCODE = 'RD002';
	END IF;
	UPDATE cursor SET through = new_through, within = new_within
	WHERE daemon = of_daemon AND through = old_through AND within = old_within;
	IF NOT FOUND THEN
		SELECT through, within INTO stands FROM cursor WHERE daemon = of_daemon;
		RAISE EXCEPTION 'the cursor of % stands at (%, %), not at (%, %): another instance runs, or this was done before',
			of_daemon, stands.through, stands.within, old_through, old_within USING ERRCODE = 'RD001';
	END IF;
END
$$;

-- After the log was restored from a backup: readers that saw more than the backup holds must begin again.
CREATE FUNCTION log_new_epoch()
RETURNS bigint
LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
	UPDATE log_head SET epoch = epoch + 1 RETURNING epoch
$$;

REVOKE EXECUTE ON FUNCTION log_hash, redress_speaks_for, log_lock, log_write, log_time, clock_start, log_append_roots,
	log_time_problem, log_append_judgements, protobuf_varint, due_reached_body, log_tick, advance_cursor, log_new_epoch,
	refusal_keep FROM PUBLIC;
GRANT EXECUTE ON FUNCTION log_time TO redress_intake, redress_routing, redress_sla, redress_notification,
	redress_reporting, redress_operator;
GRANT EXECUTE ON FUNCTION log_append_roots TO redress_intake, redress_notification, redress_reporting;
GRANT EXECUTE ON FUNCTION log_append_judgements TO redress_routing, redress_sla, redress_notification, redress_reporting;
GRANT EXECUTE ON FUNCTION log_tick TO redress_sla;
GRANT EXECUTE ON FUNCTION advance_cursor TO redress_routing, redress_sla, redress_notification, redress_reporting;
GRANT EXECUTE ON FUNCTION clock_start, log_new_epoch, log_hash TO redress_operator;
