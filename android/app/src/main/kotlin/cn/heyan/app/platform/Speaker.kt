package cn.heyan.app.platform

import android.content.Context
import android.speech.tts.TextToSpeech
import cn.heyan.core.Lang
import java.util.Locale

/** Says prompts aloud, the latest in place of the one before. */
class Speaker(context: Context) : AutoCloseable {
    private var ready = false
    private var waiting: Pair<String, Lang>? = null
    private val engine: TextToSpeech = TextToSpeech(context) { status ->
        ready = status == TextToSpeech.SUCCESS
        waiting?.let { (words, lang) -> say(words, lang) }
    }

    fun say(words: String, lang: Lang) {
        waiting = words to lang
        if (!ready) return
        engine.language = if (lang == Lang.ZH) Locale.SIMPLIFIED_CHINESE else Locale.ENGLISH
        engine.speak(words, TextToSpeech.QUEUE_FLUSH, null, "prompt")
    }

    /** Says no more of what was to be said. */
    fun hush() {
        waiting = null
        if (ready) engine.stop()
    }

    override fun close() = engine.shutdown()
}
