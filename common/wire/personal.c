#include "wire/personal.h"

#include "wire/seal.h"

static const struct personal_field fields[] = {
	{ "Person", "name" },
	{ "Person", "email" },
	{ "Person", "phone" },
	{ "Person", "address" },
	{ "Point", "text" },
	{ "Action", "what" },
	{ "ContactReceived", "words" },
	{ "CustomerContacted", "note" },
	{ "CaseAcknowledged", "definition" },
	{ "CaseAcknowledged", "outcome_sought" },
	{ "ContactReceived", "adjustments" },
	{ "InformationAdded", "words" },
	{ "ComplaintRequested", "note" },
	{ "RiskIdentified", "note" },
	{ "HazardIdentified", "note" },
	{ "InformalOutcomeGiven", "note" },
	{ "ExtensionNotified", "reason" },
	{ "CustomerCommented", "words" },
	{ "ResponseIssued", "words" },
	{ "EscalationRequested", "why" },
	{ "EscalationDecided", "explanation" },
	{ "ActionCompleted", "proof" },
	{ "ComplimentReceived", "words" },
	{ "SurveyAnswered", "words" },
	{ "LearningRecorded", "what" },
	{ "CaseWithdrawn", "why" },
	{ "CaseReopened", "why" },
	{ "ScopeDecided", "reasons" },
	{ "OmbudsmanEvidenceSent", "explanation" },
	{ "OmbudsmanOrder", "what" },
	{ "OrderCompleted", "proof" },
	{ "OrderCompleted", "reasons_not_acted" },
	{ "HazardActedOn", "proof" },
	{ "WorkRecorded", "what" },
	{ "AssessmentRecorded", "about" },
	{ "AssessmentRecorded", "evidence_needed" },
	{ "AssessmentRecorded", "risks" },
	{ "AssessmentRecorded", "outcome_sought" },
	{ "EscalationPlanned", "about" },
	{ "EscalationPlanned", "kept_informed" },
	{ "EscalationPlanned", "evidence_needed" },
	{ "DiscretionUsed", "circumstances" },
	{ "CaseSuspended", "reason" },
	{ "SupportNeedIdentified", "note" },
	{ "BehaviourNoted", "note" },
	{ "ContactRestricted", "restriction" },
	{ "ContactRestricted", "reasons" },
	{ "InformationDisclosed", "purpose" },
	{ "RecommendationMade", "who" },
	{ "DesignatedPersonApproached", "designated_person" },
};

enum { FIELDS = sizeof(fields) / sizeof(fields[0]) };

const struct personal_field *
personal_fields(size_t *count)
{
	*count = FIELDS;
	return fields;
}

bool
personal_is(const ProtobufCMessageDescriptor *message, const ProtobufCFieldDescriptor *field)
{
	for (size_t i = 0; i < FIELDS; i++) {
		if (strcmp(fields[i].field, field->name) == 0 && strcmp(fields[i].message, message->short_name) == 0)
			return true;
	}
	return false;
}

bool
personal_walk(ProtobufCMessage *message, const struct path *top, personal_visit *visit, void *owner)
{
	for (unsigned i = 0; i < message->descriptor->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &message->descriptor->fields[i];
		bool list = proto_is_repeated(field);
		size_t count = list ? PROTO_QUANTITY(size_t, message, field) : 1;

		for (size_t j = 0; j < count; j++) {
			char *member = list ? PROTO_MEMBER(char *, message, field) + j * sizeof(void *)
					    : (char *)message + field->offset;
			struct path here = PATH_AT(top, field->name, list ? (int)j : -1);

			if (field->type == PROTOBUF_C_TYPE_MESSAGE) {
				ProtobufCMessage *below = *(ProtobufCMessage **)(void *)member;

				if (below != NULL && !personal_walk(below, &here, visit, owner))
					return false;
			} else if (field->type == PROTOBUF_C_TYPE_STRING && personal_is(message->descriptor, field)) {
				char **text = (char **)(void *)member;

				if (*text != NULL && **text != '\0' && !visit(owner, text, &here))
					return false;
			}
		}
	}
	return true;
}
