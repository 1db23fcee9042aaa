package matter

// The rules of law that matter keeps.
const (
	ruleSpeak   = "matter.verdict.speak"   // those it is owed to have so long to speak
	ruleLead    = "matter.lead.named"      // the parent names a lead
	rulePause   = "matter.pause.cap"       // all pauses together
	ruleSoon    = "matter.escalate.before" // the holder's officers, before the day
	ruleLate    = "matter.escalate.lead"   // the holder's lead, after it
	ruleTooLate = "matter.escalate.parent" // the parent body, after it
)
