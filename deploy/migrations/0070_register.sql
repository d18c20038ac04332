-- Registers list a landlord's facts of a few kinds; see services/reporting/register.c.
CREATE INDEX event_log_facts_by_type ON event_log (landlord_id, type, position) WHERE speaker = 'intake';
