-- intake keeps refusals by statements of its own, many at once.
DROP FUNCTION refusal_keep;
