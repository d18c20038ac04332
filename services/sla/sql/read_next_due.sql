-- no parameters
SELECT min(due_at) FROM due WHERE due_at < 'infinity'
