-- Notification sends judgements, which hold nothing personal: it needs no key.
REVOKE ALL ON person_key FROM redress_notification;
REVOKE USAGE ON SCHEMA public FROM redress_notification;
