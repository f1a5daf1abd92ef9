package cn.heyan.app

import android.Manifest
import android.graphics.SurfaceTexture
import android.speech.tts.TextToSpeech
import android.view.Surface
import android.view.TextureView
import android.view.View
import android.widget.Space
import cn.heyan.app.platform.Camera
import cn.heyan.app.platform.Recorder
import cn.heyan.app.state.FacePresenter
import cn.heyan.app.state.PortraitPresenter
import cn.heyan.app.state.RecordingPlan
import cn.heyan.app.state.ReviewPresenter
import cn.heyan.app.state.ScanPresenter
import cn.heyan.app.state.StatementPresenter
import cn.heyan.app.ui.face
import cn.heyan.app.ui.faceEnd
import cn.heyan.app.ui.portrait
import cn.heyan.app.ui.scan
import cn.heyan.app.ui.statement
import cn.heyan.core.Lang
import cn.heyan.core.RecordedFile
import cn.heyan.core.Step
import java.io.File
import java.util.Locale

// Screens with the camera. Models are loaded first, then the camera opens.

private val CAMERA = listOf(Manifest.permission.CAMERA)

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
    val camera = Camera(this, front = false, ::turned) { runOnUiThread { navigator.back() } }
    val (view, watching) = drawn(scan.state) { state ->
        state.review?.let { reviewed(it, emptyList(), scan::again) }
            ?: kit.scan(state, detached(preview), camera.size) { if (scan.press()) camera.take() }
    }
    scan.open()
    permitted(CAMERA, R.string.camera_why) { whenShown(preview, camera.size) { camera.open(it, null, scan::frame, scan::taken) } }
    return Screen(view, listOf(case, scan, watching, camera), upright = true)
}

internal fun MainActivity.portraitScreen(name: String): Screen {
    val case = desk.store.open(name)
    val portrait = PortraitPresenter(desk, case)
    val preview = TextureView(this)
    // The better camera: somebody else takes the picture.
    val camera = Camera(this, front = false, ::turned) { runOnUiThread { navigator.back() } }
    val (view, watching) = drawn(portrait.state) { state ->
        state.review?.let { reviewed(it, emptyList(), portrait::again) }
            ?: kit.portrait(state, detached(preview)) { if (portrait.press()) camera.take() }
    }
    portrait.open()
    permitted(CAMERA, R.string.camera_why) { whenShown(preview, camera.size) { camera.open(it, null, portrait::frame, portrait::taken) } }
    return Screen(view, listOf(case, portrait, watching, camera), upright = true)
}

internal fun MainActivity.faceScreen(name: String): Screen {
    val case = desk.store.open(name)
    val face = FacePresenter(desk, case)
    val preview = TextureView(this)
    val camera = Camera(this, front = true, ::turned) { runOnUiThread { navigator.back() } }
    val file = File.createTempFile("face", ".mp4", cacheDir)
    val speaker = Speaker(this, desk.lang)
    val (view, watching) = drawn(face.state) { state ->
        val review = state.review
        if (review != null) endOf(face, review) else kit.face(state, detached(preview), camera.size)
    }
    var spoken = 0
    val speaking = face.state.watch { state -> if (state.speak != spoken) { spoken = state.speak; speaker.say(state.say) } }
    var recorder: Recorder? = null
    // Once, whether the run is over or its screen is left.
    fun stop() {
        camera.close()
        recorder?.close()
        recorder = null
    }
    fun begin(plan: RecordingPlan) = permitted(CAMERA, R.string.camera_why) {
        whenShown(preview, camera.size) { surface ->
            val made = Recorder(file, camera.size, plan, camera.turn, null)
            recorder = made
            made.start()
            camera.open(surface, made.surface, { bytes, meta ->
                if (face.frame(bytes, meta)) runOnUiThread { stop(); face.finish(file.path) }
                false
            }, {})
        }
    }
    var begun = false
    val beginning = face.state.watch { state ->
        state.plan?.takeUnless { begun }?.let { plan -> begun = true; runOnUiThread { begin(plan) } }
    }
    face.open()
    return Screen(view, listOf(AutoCloseable { file.delete() }, case, face, watching, speaking, beginning, speaker, AutoCloseable(::stop)), upright = true)
}

/** The end of a face check: left once it is kept, and not before, since its recording goes with the screen. */
private fun MainActivity.endOf(face: FacePresenter, review: ReviewPresenter): View = drawn(review.state) { now ->
    if (now.kept) kit.page(Space(this)).also { it.post { navigator.back() } }
    else kit.faceEnd(face.state.now.copy(verdict = now.verdict, findings = now.findings, problem = now.problem), { review.keep() }) { navigator.back() }
}.first

internal fun MainActivity.statementScreen(name: String): Screen {
    val case = desk.store.open(name)
    val statement = StatementPresenter(desk, case)
    val preview = TextureView(this)
    val camera = Camera(this, front = true, ::turned) { runOnUiThread { navigator.back() } }
    val file = File.createTempFile("statement", ".mp4", cacheDir)
    var recorder: Recorder? = null
    var over = false
    var began = 0L
    // Once, whether it is over or its screen is left.
    fun halt(): Boolean {
        if (over) return false
        over = true
        camera.close()
        recorder?.close()
        return true
    }
    fun stop() {
        if (!halt()) return
        val seconds = android.media.MediaMetadataRetriever().run {
            setDataSource(file.path)
            extractMetadata(android.media.MediaMetadataRetriever.METADATA_KEY_DURATION).also { release() }
        }
        val length = (seconds?.toDouble() ?: 0.0) / 1000
        val (width, height) = camera.size
        statement.finish(file.path, RecordedFile("mp4", "h264", file.length().toULong(), length, width.toUInt(), height.toUInt(), Recorder.FRAMES_PER_S.toDouble()))
    }
    fun record() {
        val plan = statement.state.now.plan ?: return
        permitted(CAMERA + Manifest.permission.RECORD_AUDIO, R.string.microphone_why) {
            whenShown(preview, camera.size) { surface ->
                val made = Recorder(file, camera.size, plan, camera.turn, statement::sound)
                recorder = made
                made.start()
                camera.open(surface, made.surface, { bytes, meta ->
                    if (began == 0L) began = meta.atMs.toLong()
                    // The core's clock is the sound's, which begins with the recording.
                    if (statement.frame(bytes, meta.copy(atMs = (meta.atMs.toLong() - began).toULong()))) runOnUiThread(::stop)
                    false
                }, {})
            }
        }
    }
    val (view, watching) = drawn(statement.state) { state ->
        state.review?.let { return@drawn reviewed(it, listOf(file)) { navigator.back() } }
        state.typing?.let { return@drawn typing(it, R.string.typed_missing) { navigator.back() }.first }
        kit.statement(state, detached(preview), recorder != null) { if (recorder == null) record() else stop() }
    }
    statement.open()
    return Screen(view, listOf(AutoCloseable { file.delete() }, case, statement, watching, AutoCloseable { halt() }), upright = true)
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
