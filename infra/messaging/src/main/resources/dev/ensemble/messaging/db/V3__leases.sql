-- Work that one replica does at a time. A lease ends by itself, so that a replica that died holds
-- nothing up; its token only grows, so that one that was taken for dead and wakes cannot write any
-- more. All times are the database's own.

-- A row stays when its lease ends: the next token must be larger than every one before it. Names
-- are few and fixed in code, so the table is as small as they are.
CREATE TABLE messaging.leases (
  resource   text        PRIMARY KEY CHECK (resource ~ '^[a-z][a-z0-9._-]{0,127}$'),
  owner      text        NOT NULL CHECK (owner ~ '^[!-~]{1,255}$'),
  token      bigint      NOT NULL CHECK (token >= 0),
  expires_at timestamptz NOT NULL
);

-- Grants where the lease is free, has ended, or is the owner's already; answers who holds it then.
-- Who holds it already keeps the token and gets more time, never less: another of the owner's
-- threads may count on what it was told. Everybody else gets a larger token.
--
-- Two strengths of lock. Who wants the lease takes the row FOR NO KEY UPDATE, one after the other.
-- A holder's transaction has it FOR KEY SHARE (hold_lease), which lets renewals pass; only who takes
-- over waits for such a transaction's end, by FOR UPDATE. The time is read after the locks, as
-- waiting for them takes time, too.
CREATE FUNCTION messaging.acquire_lease(
  wanted text, claimant text, ttl interval,
  OUT granted boolean, OUT holder text, OUT fence bigint, OUT until timestamptz)
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET lock_timeout = '5s'
AS $$
DECLARE
  lease messaging.leases;
BEGIN
  IF ttl IS NULL OR ttl NOT BETWEEN interval '1 second' AND interval '1 hour' THEN
    RAISE EXCEPTION 'a lease is for 1 s to 1 h, not for %', ttl;
  END IF;
  INSERT INTO messaging.leases (resource, owner, token, expires_at)
  VALUES (wanted, claimant, 0, '-infinity')
  ON CONFLICT DO NOTHING;
  SELECT * INTO STRICT lease FROM messaging.leases WHERE resource = wanted FOR NO KEY UPDATE;
  granted := true;
  IF lease.expires_at <= clock_timestamp() THEN
    PERFORM 1 FROM messaging.leases WHERE resource = wanted FOR UPDATE;
    lease.owner := claimant;
    lease.token := lease.token + 1;
    lease.expires_at := clock_timestamp() + ttl;
  ELSIF lease.owner = claimant THEN
    lease.expires_at := greatest(lease.expires_at, clock_timestamp() + ttl);
  ELSE
    granted := false;
  END IF;
  IF granted THEN
    UPDATE messaging.leases
    SET owner = lease.owner, token = lease.token, expires_at = lease.expires_at
    WHERE resource = wanted;
  END IF;
  holder := lease.owner;
  fence := lease.token;
  until := lease.expires_at;
END
$$;

-- Whether the lease is held under this token, and if so, it is until the caller's transaction ends:
-- nobody takes it over before. So what that transaction writes comes before whatever the next owner
-- writes, or not at all.
CREATE FUNCTION messaging.hold_lease(held text, fence bigint) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET lock_timeout = '5s'
AS $$
DECLARE
  ends timestamptz;
BEGIN
  SELECT expires_at INTO ends FROM messaging.leases
  WHERE resource = held AND token = fence
  FOR KEY SHARE;
  RETURN FOUND AND ends > clock_timestamp();
END
$$;

-- Ends the lease, if it is still held under this token. The token stays, for the next one to exceed.
CREATE FUNCTION messaging.release_lease(held text, fence bigint) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET lock_timeout = '5s'
AS $$
BEGIN
  UPDATE messaging.leases SET expires_at = '-infinity'
  WHERE resource = held AND token = fence AND expires_at > clock_timestamp();
  RETURN FOUND;
END
$$;

-- To write the table would be to make tokens smaller: the application has the functions alone.
GRANT SELECT ON messaging.leases TO "${app_role}";
REVOKE ALL ON FUNCTION messaging.acquire_lease(text, text, interval) FROM PUBLIC;
REVOKE ALL ON FUNCTION messaging.hold_lease(text, bigint) FROM PUBLIC;
REVOKE ALL ON FUNCTION messaging.release_lease(text, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION messaging.acquire_lease(text, text, interval),
  messaging.hold_lease(text, bigint), messaging.release_lease(text, bigint) TO "${app_role}";
