import AVFoundation
import HeyanCore

/// Says prompts aloud, the latest in place of the one before.
final class Speaker {
    private let engine = AVSpeechSynthesizer()

    func say(_ words: String, _ lang: Lang) {
        hush()
        let prompt = AVSpeechUtterance(string: words)
        prompt.voice = AVSpeechSynthesisVoice(language: lang == .zh ? "zh-CN" : "en-GB")
        engine.speak(prompt)
    }

    /// Says no more of what was to be said.
    func hush() { _ = engine.stopSpeaking(at: .immediate) }
}
