-- no parameters
SELECT h.epoch, h.head, c.mode = 'virtual', log_time(), d.daemon, d.through, d.within
FROM log_head h CROSS JOIN clock c CROSS JOIN cursor d
