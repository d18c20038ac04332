-- no parameters
SELECT count(*), min(since), log_time()
FROM waiting
