package cn.heyan.app.platform

import android.graphics.SurfaceTexture
import android.hardware.camera2.CameraAccessException
import android.media.MediaMetadataRetriever
import android.view.Surface
import android.view.TextureView
import cn.heyan.app.MainActivity
import cn.heyan.app.shell.Show
import cn.heyan.core.Camera as Wanted
import cn.heyan.core.Facing
import cn.heyan.core.Recorded
import java.io.File
import java.io.IOException

/** The camera and the recorder as one screen wants them. Called on the screen's thread. */
internal class CameraHands(private val activity: MainActivity, private val show: Show<*, *>) {
    val preview = TextureView(activity)

    /** Size of an upright frame. */
    var size: Pair<Int, Int> = 1 to 1
        private set

    private var camera: Camera? = null
    private var recording: Recording? = null

    private class Recording(val recorder: Recorder, val file: File, val size: Pair<Int, Int>)

    fun open(wanted: Wanted) {
        close()
        val opened = try {
            Camera(activity, wanted.facing == Facing.PERSON, activity::turned, { activity.threads.screen(::lost) })
        } catch (refused: CameraAccessException) {
            return lost()
        } catch (none: NoSuchElementException) {
            return lost()
        }
        camera = opened
        size = opened.size
        whenShown { surface -> if (camera === opened) begin(opened, surface, wanted) }
    }

    private fun begin(opened: Camera, surface: Surface, wanted: Wanted) {
        try {
            val made = wanted.recording?.let { plan ->
                val file = File.createTempFile("run", ".mp4", activity.cacheDir)
                val heard = show::sound.takeIf { plan.soundKbit > 0u }
                Recording(Recorder(file, opened.size, plan, opened.turn, heard), file, opened.size)
            }
            recording = made
            made?.recorder?.start()
            opened.open(surface, made?.recorder?.surface, show::frame) { still -> activity.threads.screen { show.answer { it.taken(still) } } }
        } catch (refused: IOException) {
            lost()
        } catch (refused: IllegalStateException) {
            // A codec that another app holds.
            lost()
        } catch (refused: CameraAccessException) {
            lost()
        }
    }

    fun take() {
        camera?.take()
    }

    /** Ends the recording. What is left in the encoders takes up to seconds. */
    fun stop() {
        val ended = recording
        recording = null
        close()
        if (ended == null) return lost()
        activity.threads.work {
            val recorded = try {
                ended.recorder.close()
                recorded(ended)
            } catch (broken: RuntimeException) {
                // The framework says so of an MP4 without a picture.
                null
            }
            activity.threads.screen {
                if (recorded == null) lost()
                val heard = recorded != null && show.answer { it.stopped(recorded) }
                if (!heard) ended.file.delete()
            }
        }
    }

    /** Closes the camera; a recording that was not stopped goes. */
    fun close() {
        camera?.close()
        camera = null
        val thrown = recording ?: return
        recording = null
        activity.threads.work {
            try {
                thrown.recorder.close()
            } catch (empty: RuntimeException) {
                // Nothing was recorded yet.
            }
            thrown.file.delete()
        }
    }

    private fun lost() {
        close()
        show.answer { it.lost }
    }

    private fun recorded(ended: Recording): Recorded {
        val ms = MediaMetadataRetriever().run {
            setDataSource(ended.file.path)
            extractMetadata(MediaMetadataRetriever.METADATA_KEY_DURATION).also { release() }
        }
        val (width, height) = ended.size
        return Recorded(
            path = ended.file.path,
            container = "mp4",
            codec = "h264",
            bytes = ended.file.length().toULong(),
            durationS = (ms?.toDouble() ?: 0.0) / 1000,
            width = width.toUInt(),
            height = height.toUInt(),
            fps = Recorder.FRAMES_PER_S.toDouble(),
        )
    }

    /** Calls [ready] with a surface once the preview has one. */
    private fun whenShown(ready: (Surface) -> Unit) {
        val (width, height) = size
        fun show(texture: SurfaceTexture) {
            texture.setDefaultBufferSize(maxOf(width, height), minOf(width, height))
            ready(Surface(texture))
        }
        preview.surfaceTexture?.let { return show(it) }
        preview.surfaceTextureListener = object : TextureView.SurfaceTextureListener {
            override fun onSurfaceTextureAvailable(texture: SurfaceTexture, width: Int, height: Int) = show(texture)
            override fun onSurfaceTextureSizeChanged(texture: SurfaceTexture, width: Int, height: Int) = Unit
            override fun onSurfaceTextureDestroyed(texture: SurfaceTexture) = true
            override fun onSurfaceTextureUpdated(texture: SurfaceTexture) = Unit
        }
    }
}
