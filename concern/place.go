package concern

import (
	"fmt"
	"math"
	"strings"

	"kheo"
	"kheo/internal/text"
)

// cellSize is the side of a cell in degrees: some 550 metres. A spot and what
// is near it lie in one cell or in two neighbours.
const cellSize = 0.005

// cellOf names the place of a concern for finding what is near: the cell of the
// map where a spot was given, else the hamlet, else nothing.
func cellOf(territory kheo.UnitID, hamlet string, spot bool, lat, lon float64) string {
	if spot {
		return mapCell(int(math.Floor(lat/cellSize)), int(math.Floor(lon/cellSize)))
	}
	return hamletCell(territory, hamlet)
}

func mapCell(row, column int) string { return fmt.Sprintf("o/%d/%d", row, column) }

// hamletCell is one for all spellings of a hamlet: "Ấp Đông Trung", "dong trung".
func hamletCell(territory kheo.UnitID, hamlet string) string {
	if name := hamletName(hamlet); name != "" {
		return "ap/" + string(territory) + "/" + name
	}
	return ""
}

// hamletTypes are the words before a hamlet's name, folded.
var hamletTypes = []string{"to dan pho", "khu pho", "khu vuc", "khu", "thon", "ap", "xom", "buon", "ban", "lang", "khom", "to"}

func hamletName(hamlet string) string {
	name := strings.Join(text.Words(text.Fold(hamlet)), " ")
	for _, t := range hamletTypes {
		if rest, ok := strings.CutPrefix(name, t+" "); ok {
			return rest
		}
	}
	return name
}

// around are the cells in which near ones lie: nine of the map, and the
// hamlet's where it was said.
func (a About) around() []string {
	var cells []string
	if a.Spot {
		row, column := int(math.Floor(a.Lat/cellSize)), int(math.Floor(a.Lon/cellSize))
		for r := row - 1; r <= row+1; r++ {
			for c := column - 1; c <= column+1; c++ {
				cells = append(cells, mapCell(r, c))
			}
		}
	}
	if cell := hamletCell(a.Territory, a.Hamlet); cell != "" {
		cells = append(cells, cell)
	}
	return cells
}

// earth is its mean radius in metres.
const earth = 6_371_000

// metres between two points, as the crow flies.
func metres(lat1, lon1, lat2, lon2 float64) float64 {
	const rad = math.Pi / 180
	s, t := math.Sin((lat2-lat1)*rad/2), math.Sin((lon2-lon1)*rad/2)
	h := s*s + math.Cos(lat1*rad)*math.Cos(lat2*rad)*t*t
	return 2 * earth * math.Asin(math.Sqrt(min(h, 1)))
}

// How far from the centre of its territory a spot may lie. The largest communes
// reach 40 km; a special zone is islands far apart.
const (
	farthest     = 60_000
	farthestZone = 800_000
)

// within tells whether a spot lies in or near a territory with that centre.
func within(lat, lon, centreLat, centreLon float64, islands bool) bool {
	bound := float64(farthest)
	if islands {
		bound = farthestZone
	}
	return metres(lat, lon, centreLat, centreLon) <= bound
}

// Apart is how many metres lie between the spots of two concerns, -1 where one
// of them has none the reader may know.
func Apart(a, b Concern) int {
	if !a.Spot || !b.Spot {
		return -1
	}
	return int(math.Round(metres(a.Lat, a.Lon, b.Lat, b.Lon)))
}
