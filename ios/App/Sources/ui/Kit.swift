import HeyanCore
import HeyanShell
import SwiftUI
import UIKit

// The few pieces that every screen is made of. Text styles of the system: any size of type. Colours for light and dark.

/// Colours by what they say.
enum Ink {
    static let ground = pair(0xF6F7F9, 0x0F1215)
    static let card = pair(0xFFFFFF, 0x191D22)
    static let line = pair(0xE3E7EC, 0x2B323A)
    static let ink = pair(0x14181D, 0xF1F4F7)
    static let muted = pair(0x5A6672, 0x9BA8B5)
    static let brand = pair(0x0B6E5F, 0x4FD1B5)
    static let onBrand = pair(0xFFFFFF, 0x06251F)
    static let quietGround = pair(0xEDF0F3, 0x242A31)
    static let good = pair(0x0A6B3C, 0x6FDBA0)
    static let goodGround = pair(0xDDF5E6, 0x143524)
    static let warn = pair(0x8A5300, 0xF5C26B)
    static let warnGround = pair(0xFFF0D6, 0x3A2A0E)
    static let bad = pair(0xA8231C, 0xFF9C92)
    static let badGround = pair(0xFDE5E2, 0x3E1A17)
    static let onCamera = Color.white
    static let scrim = Color.black.opacity(0.7)
    static let guide = pair(0x4FD1B5, 0x4FD1B5)
    static let read = pair(0x7C8A96, 0x7C8A96)

    private static func pair(_ light: UInt32, _ dark: UInt32) -> Color {
        Color(uiColor: UIColor { $0.userInterfaceStyle == .dark ? colour(dark) : colour(light) })
    }

    private static func colour(_ rgb: UInt32) -> UIColor {
        func part(_ shift: UInt32) -> CGFloat { CGFloat(rgb >> shift & 0xff) / 255 }
        return UIColor(red: part(16), green: part(8), blue: part(0), alpha: 1)
    }
}

/// What is drawn by words, and the way back.
struct Kit {
    let words: Words
    /// Back to the place before; nothing where there is none.
    let back: (() -> Void)?

    func text(_ label: HeyanCore.Label, _ values: [String: String] = [:]) -> String { words(label, values) }
}

/// A whole screen: what scrolls, and what always stays at the bottom.
struct Page<Content: View, Bottom: View>: View {
    let kit: Kit
    @ViewBuilder let content: Content
    @ViewBuilder let bottom: Bottom

    var body: some View {
        VStack(spacing: 0) {
            if let back = kit.back {
                HStack {
                    Button(action: back) { Text("‹ " + kit.text(.back)).font(.headline).foregroundStyle(Ink.brand) }
                        .accessibilityLabel(kit.text(.back))
                        .frame(minHeight: 44)
                    Spacer()
                }
                .padding(.horizontal, 20)
            }
            ScrollView {
                VStack(alignment: .leading, spacing: 12) { content }
                    .frame(maxWidth: .infinity, alignment: .leading)
                    .padding(20)
            }
            VStack(spacing: 8) { bottom }
                .padding(.horizontal, 20)
                .padding(.vertical, 12)
        }
        .background(Ink.ground.ignoresSafeArea())
    }
}

struct Title: View {
    let words: String

    init(_ words: String) { self.words = words }

    var body: some View {
        Text(words).font(.title).bold().foregroundStyle(Ink.ink).accessibilityAddTraits(.isHeader)
    }
}

struct Heading: View {
    let words: String

    init(_ words: String) { self.words = words }

    var body: some View {
        Text(words).font(.subheadline).bold().foregroundStyle(Ink.muted).accessibilityAddTraits(.isHeader)
    }
}

struct Muted: View {
    let words: String
    var font: Font = .subheadline

    init(_ words: String, _ font: Font = .subheadline) { (self.words, self.font) = (words, font) }

    var body: some View { Text(words).font(font).foregroundStyle(Ink.muted) }
}

/// A card; one that leads on where there is something to touch.
struct Card<Content: View>: View {
    var ground: Color = Ink.card
    var touched: (() -> Void)?
    @ViewBuilder let content: Content

    init(ground: Color = Ink.card, touched: (() -> Void)? = nil, @ViewBuilder content: () -> Content) {
        (self.ground, self.touched) = (ground, touched)
        self.content = content()
    }

    var body: some View {
        if let touched {
            Button(action: touched) { face }.buttonStyle(.plain)
        } else {
            face
        }
    }

    private var face: some View {
        VStack(alignment: .leading, spacing: 6) { content }
            .frame(maxWidth: .infinity, alignment: .leading)
            .padding(16)
            .background(ground)
            .clipShape(RoundedRectangle(cornerRadius: 16))
            .overlay(RoundedRectangle(cornerRadius: 16).stroke(Ink.line, lineWidth: 1))
    }
}

/// A wide button.
struct Act: View {
    let words: String
    var primary = true
    var enabled = true
    let touched: () -> Void

    init(_ words: String, primary: Bool = true, enabled: Bool = true, _ touched: @escaping () -> Void) {
        (self.words, self.primary, self.enabled, self.touched) = (words, primary, enabled, touched)
    }

    var body: some View {
        Button(action: touched) {
            Text(words)
                .font(.headline)
                .foregroundStyle(primary ? Ink.onBrand : Ink.brand)
                .frame(maxWidth: .infinity, minHeight: 52)
                .background(primary ? Ink.brand : Ink.card)
                .clipShape(RoundedRectangle(cornerRadius: 26))
                .overlay(RoundedRectangle(cornerRadius: 26).stroke(primary ? Ink.brand : Ink.line, lineWidth: 1))
        }
        .buttonStyle(.plain)
        .disabled(!enabled)
        .opacity(enabled ? 1 : 0.4)
    }
}

/// A word on a coloured ground, as `done`.
struct Badge: View {
    let words: String
    let ground: Color
    let ink: Color

    init(_ words: String, _ ground: Color, _ ink: Color) { (self.words, self.ground, self.ink) = (words, ground, ink) }

    var body: some View {
        Text(words).font(.footnote).bold().foregroundStyle(ink)
            .padding(.horizontal, 10).padding(.vertical, 3)
            .background(ground)
            .clipShape(RoundedRectangle(cornerRadius: 12))
    }
}

/// A round mark with one character. A picture more than a word: it stays round at any size of type, and VoiceOver passes it over.
struct Mark: View {
    let sign: String
    let ground: Color
    let ink: Color

    init(_ sign: String, _ ground: Color, _ ink: Color) { (self.sign, self.ground, self.ink) = (sign, ground, ink) }

    var body: some View {
        Text(sign).font(.system(size: 15, weight: .semibold)).foregroundStyle(ink)
            .frame(width: 32, height: 32)
            .background(ground)
            .clipShape(Circle())
            .accessibilityHidden(true)
    }
}

/// A field. No dictionary, no suggestions: names and numbers are personal.
struct Field: View {
    let hint: String
    let value: String
    var capitals = false
    let changed: (String) -> Void

    init(_ hint: String, _ value: String, capitals: Bool = false, _ changed: @escaping (String) -> Void) {
        (self.hint, self.value, self.capitals, self.changed) = (hint, value, capitals, changed)
    }

    var body: some View {
        TextField(hint, text: Binding(get: { value }, set: changed))
            .font(.body)
            .autocorrectionDisabled(true)
            .textInputAutocapitalization(capitals ? .characters : .never)
            .textContentType(nil)
            .padding(14)
            .background(Ink.card)
            .clipShape(RoundedRectangle(cornerRadius: 12))
            .overlay(RoundedRectangle(cornerRadius: 12).stroke(Ink.line, lineWidth: 1))
            .accessibilityLabel(hint)
    }
}

/// One of several, by a menu.
struct Pick: View {
    let now: String
    let names: [String]
    let picked: (Int) -> Void

    var body: some View {
        Menu {
            ForEach(Array(names.enumerated()), id: \.offset) { place, name in
                Button(name) { picked(place) }
            }
        } label: {
            HStack {
                Text(now).font(.headline).foregroundStyle(Ink.brand)
                Spacer()
                Text("⌄").font(.headline).foregroundStyle(Ink.muted).accessibilityHidden(true)
            }
            .padding(14)
            .background(Ink.card)
            .clipShape(RoundedRectangle(cornerRadius: 26))
            .overlay(RoundedRectangle(cornerRadius: 26).stroke(Ink.line, lineWidth: 1))
        }
    }
}
