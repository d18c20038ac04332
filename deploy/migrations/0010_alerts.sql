-- Alerts are read from any position on: messages queued, in order.
CREATE INDEX event_log_queued ON event_log (position) WHERE type = 'redress.v1.MessageQueued';
CREATE INDEX event_log_queued_landlord ON event_log (landlord_id, position) WHERE type = 'redress.v1.MessageQueued';
