package matter

// The lists that reasons are chosen from; their words stand in package lang as
// matter.handover.ID, matter.decline.ID, matter.pause.ID, matter.unsettled.ID
// and matter.channel.ID.

// HandOverReasons say why another body should hold a matter.
func HandOverReasons() []string { return []string{"competence", "place", "leads", "other"} }

// DeclineReasons say why a body does not take what it was offered.
func DeclineReasons() []string { return []string{"competence", "place", "holder", "other"} }

// PauseReasons say why the clock stands still: each waits for somebody outside
// the holder.
func PauseReasons() []string { return []string{"author", "survey", "higher", "weather"} }

// UnsettledReasons are what those it is owed to find wrong with an answer.
func UnsettledReasons() []string {
	return []string{"nothing", "partly", "again", "other_matter", "unclear"}
}

// Channels are the legal channels that a concern may turn out to belong to.
func Channels() []string { return []string{"complaint", "denunciation"} }

// other needs words beside it.
const other = "other"
