package concern

// CellOf is for planting a million concerns without filing them.
var CellOf = cellOf
