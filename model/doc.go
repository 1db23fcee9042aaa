// Package model is the "Dân vận khéo" models: what a unit sets out to do with
// its people, written on the nine boxes of the registration form, and what
// became of it.
//
// A model is registered by a body for a territory, approved (duyệt danh mục),
// runs (thực hiện), is recognised (công nhận), is applied elsewhere (nhân
// rộng) and ends (dừng, hết hiệu lực); one that is not approved or never
// carried out is rejected:
//
//	registered → approved → running → recognised → replicated → ended
//
// Counting follows the offices that count best: a model applied in k places is
// one model and k points, and its self-managed groups are a third number. Two
// models of one name in one territory and year are one model: the second
// registration is refused and names the first, whoever runs it. A Party
// cell's model must not be a movement that the Front or an association
// already runs; movements are not recorded yet, so across bodies the name,
// place and year are what is compared.
//
// A model of one person names nobody: its page shows the model's name, its
// ledger entries only its code.
package model
