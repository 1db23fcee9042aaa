package site_test

import (
	"slices"
	"testing"

	"kheo"
	"kheo/calendar"
	"kheo/identity"
	"kheo/indicator"
	"kheo/inspection"
	"kheo/law"
	"kheo/matter"
	"kheo/model"
	"kheo/unit"
)

// The table of rights names them as text, because the capabilities that check
// them stand below it in the order: here the two are held against each other.
func TestEveryRightIsCheckedSomewhereAndHeldBySomebody(t *testing.T) {
	checked := []kheo.Right{
		unit.MayAdmin, law.MayEdit, identity.MayAdmin, calendar.MayEdit,
		matter.MayTake, matter.MayConfirm, matter.MayChoose,
		model.MayRegister, model.MayApprove, model.MayRecognise, model.MaySee,
		indicator.MayRecord,
		inspection.MayPlan, inspection.MayInspect, inspection.MayConclude, inspection.MayPublish, inspection.MayFill, inspection.MaySubmit,
	}
	held := identity.Rights()
	for _, r := range checked {
		if !slices.Contains(held, r) {
			t.Errorf("%s: no role has it", r)
		}
	}
	for _, r := range held {
		if !slices.Contains(checked, r) {
			t.Errorf("%s: no capability checks it", r)
		}
	}
}
