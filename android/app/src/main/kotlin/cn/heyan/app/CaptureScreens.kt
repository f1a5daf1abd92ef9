package cn.heyan.app

import android.Manifest
import android.graphics.SurfaceTexture
import android.speech.tts.TextToSpeech
import android.view.Surface
import android.view.TextureView
import cn.heyan.app.platform.Camera
import cn.heyan.app.platform.Recorder
import cn.heyan.app.state.FacePresenter
import cn.heyan.app.state.PortraitPresenter
import cn.heyan.app.state.ScanPresenter
import cn.heyan.app.state.StatementPresenter
import cn.heyan.app.ui.face
import cn.heyan.app.ui.faceEnd
import cn.heyan.app.ui.portrait
import cn.heyan.app.ui.scan
import cn.heyan.app.ui.statement
import cn.heyan.core.Blank
import cn.heyan.core.Lang
import cn.heyan.core.RecordedFile
import cn.heyan.core.Step
import cn.heyan.core.drawActions
import cn.heyan.core.scriptCode
import cn.heyan.core.scriptForm
import java.io.File
import java.security.SecureRandom
import java.util.Locale

// Screens with the camera. Models are loaded first, then the camera opens.

private val CAMERA = listOf(Manifest.permission.CAMERA)
private const val ACTIONS: UByte = 3u

/** Calls [ready] with a surface once [view] has one. */
private fun whenShown(view: TextureView, size: Pair<Int, Int>, ready: (Surface) -> Unit) {
    fun show(texture: SurfaceTexture) {
        texture.setDefaultBufferSize(maxOf(size.first, size.second), minOf(size.first, size.second))
        ready(Surface(texture))
    }
    view.surfaceTexture?.let(::show)
    view.surfaceTextureListener = object : TextureView.SurfaceTextureListener {
        override fun onSurfaceTextureAvailable(texture: SurfaceTexture, width: Int, height: Int) = show(texture)
        override fun onSurfaceTextureSizeChanged(texture: SurfaceTexture, width: Int, height: Int) = Unit
        override fun onSurfaceTextureDestroyed(texture: SurfaceTexture) = true
        override fun onSurfaceTextureUpdated(texture: SurfaceTexture) = Unit
    }
}

/** The preview stays while all else is drawn anew. */
private fun detached(view: TextureView) = view.also { (it.parent as? android.view.ViewGroup)?.removeView(it) }

internal fun MainActivity.scanScreen(name: String, step: Step): Screen {
    val case = desk.store.open(name)
    val scan = ScanPresenter(desk, case, step)
    val preview = TextureView(this)
    val camera = Camera(this, front = false) { runOnUiThread { navigator.back() } }
    val (view, watching) = drawn(scan.state) { state ->
        state.review?.let { reviewed(it, emptyList(), scan::again) }
            ?: kit.scan(state, detached(preview), camera.size) { if (scan.press()) camera.take() }
    }
    scan.open(case.status().rules)
    permitted(CAMERA, R.string.camera_why) { whenShown(preview, camera.size) { camera.open(it, null, scan::frame, scan::taken) } }
    return Screen(view, listOf(case, scan, watching, camera), upright = true)
}

internal fun MainActivity.portraitScreen(name: String): Screen {
    val case = desk.store.open(name)
    val portrait = PortraitPresenter(desk, case)
    val preview = TextureView(this)
    // The better camera: somebody else takes the picture.
    val camera = Camera(this, front = false) { runOnUiThread { navigator.back() } }
    val (view, watching) = drawn(portrait.state) { state ->
        state.review?.let { reviewed(it, emptyList(), portrait::again) }
            ?: kit.portrait(state, detached(preview)) { if (portrait.press()) camera.take() }
    }
    portrait.open(case.status().rules)
    permitted(CAMERA, R.string.camera_why) { whenShown(preview, camera.size) { camera.open(it, null, portrait::frame, portrait::taken) } }
    return Screen(view, listOf(case, portrait, watching, camera), upright = true)
}

internal fun MainActivity.faceScreen(name: String): Screen {
    val case = desk.store.open(name)
    val face = FacePresenter(desk, case, drawActions(SecureRandom().nextLong().toULong(), ACTIONS))
    val preview = TextureView(this)
    val camera = Camera(this, front = true) { runOnUiThread { navigator.back() } }
    val file = File.createTempFile("face", ".mp4", cacheDir)
    val recorder = Recorder(file, camera.size.let { maxOf(it.first, it.second) to minOf(it.first, it.second) }, 4_000, 270, null)
    val speaker = Speaker(this, desk.lang)
    val (view, watching) = drawn(face.state) { state ->
        val review = state.review
        if (review != null && state.verdict != null) kit.faceEnd(state, { review.keep(); navigator.back() }) { navigator.back() }
        else kit.face(state, detached(preview), camera.size)
    }
    var spoken = 0
    val speaking = face.state.watch { state -> if (state.speak != spoken) { spoken = state.speak; speaker.say(state.say) } }
    face.open(case.status().rules)
    permitted(CAMERA, R.string.camera_why) {
        whenShown(preview, camera.size) { surface ->
            recorder.start()
            camera.open(surface, recorder.surface, { bytes, meta ->
                if (face.frame(bytes, meta)) runOnUiThread { camera.close(); recorder.close(); face.finish(file.path) }
                false
            }, {})
        }
    }
    return Screen(view, listOf(AutoCloseable { file.delete() }, case, face, watching, speaking, speaker), upright = true)
}

internal fun MainActivity.statementScreen(name: String): Screen {
    val case = desk.store.open(name)
    val statement = StatementPresenter(desk, case)
    val preview = TextureView(this)
    val camera = Camera(this, front = true) { runOnUiThread { navigator.back() } }
    val file = File.createTempFile("statement", ".mp4", cacheDir)
    val size = camera.size.let { maxOf(it.first, it.second) to minOf(it.first, it.second) }
    var recorder: Recorder? = null
    var began = 0L
    fun toggle() {
        val running = recorder
        if (running == null) {
            val kbit = statement.state.now.limits?.kbitPerS?.toInt()?.coerceIn(800, 6_000) ?: 4_000
            val made = Recorder(file, size, kbit, 270, statement::sound)
            recorder = made
            permitted(CAMERA + Manifest.permission.RECORD_AUDIO, R.string.microphone_why) {
                whenShown(preview, camera.size) { surface ->
                    made.start()
                    camera.open(surface, made.surface, { bytes, meta ->
                        if (began == 0L) began = meta.atMs.toLong()
                        // The core's clock is the sound's, which begins with the recording.
                        statement.frame(bytes, meta.copy(atMs = (meta.atMs.toLong() - began).toULong()))
                        false
                    }, {})
                }
            }
        } else {
            camera.close()
            running.close()
            val seconds = android.media.MediaMetadataRetriever().run {
                setDataSource(file.path)
                extractMetadata(android.media.MediaMetadataRetriever.METADATA_KEY_DURATION).also { release() }
            }
            val length = (seconds?.toDouble() ?: 0.0) / 1000
            statement.finish(file.path, RecordedFile("mp4", "h264", file.length().toULong(), length, size.second.toUInt(), size.first.toUInt(), 30.0))
        }
    }
    val (view, watching) = drawn(statement.state) { state ->
        state.review?.let { reviewed(it, listOf(file)) { navigator.back() } } ?: kit.statement(state, detached(preview), recorder != null) { toggle() }
    }
    val code = scriptCode(SecureRandom().nextLong().toULong(), scriptForm().codeDigits)
    val known = mapOf("responsible_name" to case.person().name, "date" to desk.today(), "code" to code)
    asked(R.string.domain) { domain ->
        statement.open((known + ("domain" to domain)).map { (blank, value) -> Blank(blank, value) })
    }
    return Screen(view, listOf(AutoCloseable { file.delete() }, case, statement, watching), upright = true)
}

/** Says prompts aloud. */
private class Speaker(activity: MainActivity, lang: Lang) : AutoCloseable {
    private var ready = false
    private val engine = TextToSpeech(activity) { status -> ready = status == TextToSpeech.SUCCESS }
    private val locale = if (lang == Lang.ZH) Locale.SIMPLIFIED_CHINESE else Locale.ENGLISH

    fun say(words: String) {
        if (!ready) return
        engine.language = locale
        engine.speak(words, TextToSpeech.QUEUE_FLUSH, null, "prompt")
    }

    override fun close() = engine.shutdown()
}
