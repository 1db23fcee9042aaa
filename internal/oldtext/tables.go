package oldtext

// A table is the 256 places of a one-byte encoding; 0 leaves the letter as it
// is shown.
type table [256]rune

// tables are written down from the standards; what they do not name (quotes,
// dashes) is as in windows-1252.
var tables = map[Encoding]*table{
	TCVN3: fill(nil, map[byte]string{
		0xa0: "\u00a0ĂÂÊÔƠƯĐăâêôơưđ·",
		0xb0: "·····àảãáạ·ằẳẵắ·",
		0xc0: "······ặầẩẫấậè·ẻẽ",
		0xd0: "éẹềểễếệìỉ···ĩíịò",
		0xe0: "·ỏõóọồổỗốộờởỡớợù",
		0xf0: "·ủũúụừửữứựỳỷỹýỵ·",
	}),
	TCVN5712: fill(map[byte]rune{1: 'Ú', 2: 'Ụ', 4: 'Ừ', 5: 'Ử', 6: 'Ữ', 0x11: 'Ứ', 0x12: 'Ự', 0x13: 'Ỳ', 0x14: 'Ỷ', 0x15: 'Ỹ', 0x16: 'Ý', 0x17: 'Ỵ'},
		map[byte]string{
			0x80: "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨ",
			0x90: "ÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ",
			0xa0: "\u00a0ĂÂÊÔƠƯĐăâêôơưđẰ",
			0xb0: "\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴ",
			0xc0: "ẮẦẨẪẤỀặầẩẫấậèỂẻẽ",
			0xd0: "éẹềểễếệìỉỄẾỒĩíịò",
			0xe0: "Ổỏõóọồổỗốộờởỡớợù",
			0xf0: "ỖủũúụừửữứựỳỷỹýỵỐ",
		}),
	VISCII: fill(map[byte]rune{2: 'Ẳ', 5: 'Ẵ', 6: 'Ẫ', 0x14: 'Ỷ', 0x19: 'Ỹ', 0x1e: 'Ỵ'},
		map[byte]string{
			0x80: "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐ",
			0x90: "ỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ",
			0xa0: "Õắằặấầẩậẽẹếềểễệố",
			0xb0: "ồổỗỠƠộờởịỰỨỪỬơớƯ",
			0xc0: "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳ",
			0xd0: "ĐứÒÓÔạỷừửÙÚỹỵÝỡư",
			0xe0: "àáâãảăữẫèéêẻìíĩỉ",
			0xf0: "đựòóôõỏọụùúũủýợỮ",
		}),
	CP1258: fill(map[byte]rune{0xc3: 'Ă', 0xcc: 0x300, 0xd0: 'Đ', 0xd2: 0x309, 0xd5: 'Ơ', 0xdd: 'Ư', 0xde: 0x303,
		0xe3: 'ă', 0xec: 0x301, 0xf0: 'đ', 0xf2: 0x323, 0xf5: 'ơ', 0xfd: 'ư', 0xfe: '₫'}, nil),
}

// fill writes rows of sixteen places; a middle dot leaves its place.
func fill(single map[byte]rune, rows map[byte]string) *table {
	var t table
	for c, r := range single {
		t[c] = r
	}
	for at, row := range rows {
		for _, r := range row {
			if r != '·' {
				t[at] = r
			}
			at++
		}
	}
	return &t
}

// vniAfter are the marks that VNI writes as a letter behind the vowel: the
// combining marks they stand for.
var vniAfter = map[rune]string{
	'ù': "\u0301", 'ø': "\u0300", 'û': "\u0309", 'õ': "\u0303", 'ï': "\u0323",
	'â': "\u0302", 'á': "\u0302\u0301", 'à': "\u0302\u0300", 'å': "\u0302\u0309", 'ã': "\u0302\u0303", 'ä': "\u0302\u0323",
	'ê': "\u0306", 'é': "\u0306\u0301", 'è': "\u0306\u0300", 'ú': "\u0306\u0309", 'ü': "\u0306\u0303", 'ë': "\u0306\u0323",
	'Ù': "\u0301", 'Ø': "\u0300", 'Û': "\u0309", 'Õ': "\u0303", 'Ï': "\u0323",
	'Â': "\u0302", 'Á': "\u0302\u0301", 'À': "\u0302\u0300", 'Å': "\u0302\u0309", 'Ã': "\u0302\u0303", 'Ä': "\u0302\u0323",
	'Ê': "\u0306", 'É': "\u0306\u0301", 'È': "\u0306\u0300", 'Ú': "\u0306\u0309", 'Ü': "\u0306\u0303", 'Ë': "\u0306\u0323",
}

// vniAlone are the letters that have a place of their own.
var vniAlone = map[rune]rune{
	'ô': 'ơ', 'Ô': 'Ơ', 'ö': 'ư', 'Ö': 'Ư', 'ñ': 'đ', 'Ñ': 'Đ',
	'æ': 'ỉ', 'ó': 'ĩ', 'ò': 'ị', 'Æ': 'Ỉ', 'Ó': 'Ĩ', 'Ò': 'Ị', 'î': 'ỵ', 'Î': 'Ỵ',
}
