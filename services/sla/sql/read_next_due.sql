-- no parameters
SELECT min(due_at) FROM due
