-- no parameters
SELECT least(
	(SELECT min(due_at) FROM due WHERE due_at < 'infinity'),
	(SELECT min(due_at) FROM opening_due WHERE due_at < 'infinity'))
