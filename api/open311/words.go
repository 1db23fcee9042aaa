package open311

import (
	"encoding/json"
	"encoding/xml"
	"strconv"
)

// word is a text that may be missing: null in JSON, an empty element in XML.
type word string

// MarshalJSON writes null for no word.
func (t word) MarshalJSON() ([]byte, error) {
	if t == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(t))
}

// degrees is a coordinate that may be missing.
type degrees struct {
	value float64
	known bool
}

// MarshalJSON writes null for no coordinate.
func (d degrees) MarshalJSON() ([]byte, error) {
	if !d.known {
		return []byte("null"), nil
	}
	return json.Marshal(d.value)
}

// MarshalXML writes an empty element for no coordinate.
func (d degrees) MarshalXML(e *xml.Encoder, start xml.StartElement) error {
	s := ""
	if d.known {
		s = strconv.FormatFloat(d.value, 'f', -1, 64)
	}
	return e.EncodeElement(s, start)
}

// A service as GET services lists it.
type service struct {
	Code        string `json:"service_code" xml:"service_code"`
	Name        string `json:"service_name" xml:"service_name"`
	Description word   `json:"description" xml:"description"`
	Metadata    bool   `json:"metadata" xml:"metadata"`
	Type        string `json:"type" xml:"type"`
	Keywords    string `json:"keywords" xml:"keywords"`
	Group       string `json:"group" xml:"group"`
}

type services struct {
	XMLName xml.Name  `xml:"services"`
	List    []service `xml:"service"`
}

// A definition is what a service asks beyond the usual.
type definition struct {
	XMLName    xml.Name    `json:"-" xml:"service_definition"`
	Code       string      `json:"service_code" xml:"service_code"`
	Attributes []attribute `json:"attributes" xml:"attributes>attribute"`
}

type attribute struct {
	Variable    bool    `json:"variable" xml:"variable"`
	Code        string  `json:"code" xml:"code"`
	Datatype    string  `json:"datatype" xml:"datatype"`
	Required    bool    `json:"required" xml:"required"`
	Explained   word    `json:"datatype_description" xml:"datatype_description"`
	Order       int     `json:"order" xml:"order"`
	Description string  `json:"description" xml:"description"`
	Values      []value `json:"values" xml:"values>value"`
}

type value struct {
	Key  string `json:"key" xml:"key"`
	Name string `json:"name" xml:"name"`
}

// A request is one concern as GET requests shows it; the last six fields are
// ours.
type request struct {
	ID          string  `json:"service_request_id" xml:"service_request_id"`
	Status      string  `json:"status" xml:"status"`
	StatusNotes word    `json:"status_notes" xml:"status_notes"`
	ServiceName word    `json:"service_name" xml:"service_name"`
	ServiceCode string  `json:"service_code" xml:"service_code"`
	Description word    `json:"description" xml:"description"`
	Agency      word    `json:"agency_responsible" xml:"agency_responsible"`
	Notice      word    `json:"service_notice" xml:"service_notice"`
	Requested   string  `json:"requested_datetime" xml:"requested_datetime"`
	Updated     word    `json:"updated_datetime" xml:"updated_datetime"`
	Expected    word    `json:"expected_datetime" xml:"expected_datetime"`
	Address     word    `json:"address" xml:"address"`
	AddressID   word    `json:"address_id" xml:"address_id"`
	Zipcode     word    `json:"zipcode" xml:"zipcode"`
	Lat         degrees `json:"lat" xml:"lat"`
	Long        degrees `json:"long" xml:"long"`
	Media       word    `json:"media_url" xml:"media_url"`

	State    string `json:"extended_status" xml:"extended_status"`
	Title    word   `json:"title" xml:"title"`
	Joined   int    `json:"joined" xml:"joined"`
	Answer   word   `json:"answer_kind" xml:"answer_kind"`
	Verdicts word   `json:"speak_by" xml:"speak_by"` // last day for its author to say whether it is settled
	Sample   bool   `json:"sample,omitempty" xml:"sample,omitempty"`
}

type requests struct {
	XMLName xml.Name  `xml:"service_requests"`
	List    []request `xml:"request"`
}

// A filed is the answer to POST requests and GET tokens; the last four fields
// are ours, and the secret comes once.
type filed struct {
	ID        string `json:"service_request_id,omitempty" xml:"service_request_id,omitempty"`
	Token     string `json:"token,omitempty" xml:"token,omitempty"`
	Notice    word   `json:"service_notice" xml:"service_notice"`
	AccountID word   `json:"account_id" xml:"account_id"`
	Secret    string `json:"secret,omitempty" xml:"secret,omitempty"`
	Expected  string `json:"expected_datetime,omitempty" xml:"expected_datetime,omitempty"`
	Agency    string `json:"agency_responsible,omitempty" xml:"agency_responsible,omitempty"`
	Sample    bool   `json:"sample,omitempty" xml:"sample,omitempty"`
}

type filings struct {
	XMLName xml.Name `xml:"service_requests"`
	List    []filed  `xml:"request"`
}

// An update is one step of a request; ours.
type update struct {
	At     string `json:"updated_datetime" xml:"updated_datetime"`
	From   word   `json:"from" xml:"from"`
	To     string `json:"to" xml:"to"`
	Status string `json:"status" xml:"status"`
	Agency word   `json:"agency_responsible" xml:"agency_responsible"`
	Answer word   `json:"answer_kind" xml:"answer_kind"`
	Reason word   `json:"reason" xml:"reason"`
	Notes  word   `json:"description" xml:"description"`
}

type updates struct {
	XMLName xml.Name `xml:"request_updates"`
	List    []update `xml:"request_update"`
}

type reasons struct {
	XMLName xml.Name `xml:"reopen_reasons"`
	List    []value  `xml:"reopen_reason"`
}

// A fault is one thing wrong, as the standard lists them.
type fault struct {
	Code        int    `json:"code" xml:"code"`
	Description string `json:"description" xml:"description"`
}

type faults struct {
	XMLName xml.Name `xml:"errors"`
	List    []fault  `xml:"error"`
}

// A discovery says where the door is.
type discovery struct {
	XMLName    xml.Name   `json:"-" xml:"discovery"`
	Changeset  string     `json:"changeset" xml:"changeset"`
	Contact    string     `json:"contact" xml:"contact"`
	KeyService string     `json:"key_service" xml:"key_service"`
	Endpoints  []endpoint `json:"endpoints" xml:"endpoints>endpoint"`
}

type endpoint struct {
	Specification string   `json:"specification" xml:"specification"`
	URL           string   `json:"url" xml:"url"`
	Changeset     string   `json:"changeset" xml:"changeset"`
	Type          string   `json:"type" xml:"type"`
	Formats       []string `json:"formats" xml:"formats>format"`
}

// A both is one answer in its two shapes: what JSON lists bare, XML wraps.
type both struct{ json, xml any }
