package cn.heyan.app.platform

import android.annotation.SuppressLint
import android.media.AudioFormat
import android.media.AudioRecord
import android.media.MediaCodec
import android.media.MediaCodecInfo
import android.media.MediaFormat
import android.media.MediaMuxer
import android.media.MediaRecorder
import android.view.Surface
import cn.heyan.core.RecordingPlan
import java.io.File
import java.nio.ByteBuffer
import java.nio.ByteOrder
import kotlin.concurrent.thread

/**
 * H.264 and, with a microphone, AAC into an MP4. Not MediaRecorder's microphone: the core hears the same samples, and two
 * recorders on one microphone do not go together before Android 10.
 */
class Recorder(
    file: File,
    /** Of an upright frame. */
    size: Pair<Int, Int>,
    private val plan: RecordingPlan,
    /** Clockwise turn that makes the camera's pictures upright. */
    turn: Int,
    private val heard: ((ByteBuffer, Int) -> Unit)?,
) : AutoCloseable {
    private val muxer = MediaMuxer(file.path, MediaMuxer.OutputFormat.MUXER_OUTPUT_MPEG_4).apply { setOrientationHint(turn) }
    private val video = MediaCodec.createEncoderByType(MediaFormat.MIMETYPE_VIDEO_AVC)
    private val sound = heard?.let { MediaCodec.createEncoderByType(MediaFormat.MIMETYPE_AUDIO_AAC) }
    private val tracks = IntArray(2) { -1 }
    private val lock = Any()
    private var begun = false

    @Volatile
    private var running = true
    private val threads = mutableListOf<Thread>()

    /** What the camera draws on. */
    val surface: Surface

    init {
        // The encoder gets the pictures as the sensor lies; players turn them.
        val (width, height) = if (turn % 180 == 0) size else size.second to size.first
        val format = MediaFormat.createVideoFormat(MediaFormat.MIMETYPE_VIDEO_AVC, width, height).apply {
            setInteger(MediaFormat.KEY_COLOR_FORMAT, MediaCodecInfo.CodecCapabilities.COLOR_FormatSurface)
            setInteger(MediaFormat.KEY_BIT_RATE, plan.videoKbit.toInt() * 1000)
            setInteger(MediaFormat.KEY_FRAME_RATE, FRAMES_PER_S)
            setInteger(MediaFormat.KEY_I_FRAME_INTERVAL, 1)
        }
        video.configure(format, null, null, MediaCodec.CONFIGURE_FLAG_ENCODE)
        surface = video.createInputSurface()
    }

    fun start() {
        video.start()
        threads += thread(name = "video") { drain(video, 0) { running } }
        if (sound != null && heard != null) threads += thread(name = "sound") { listen(sound, heard) }
    }

    @SuppressLint("MissingPermission")
    private fun listen(codec: MediaCodec, heard: (ByteBuffer, Int) -> Unit) {
        val format = MediaFormat.createAudioFormat(MediaFormat.MIMETYPE_AUDIO_AAC, RATE_HZ, 1).apply {
            setInteger(MediaFormat.KEY_BIT_RATE, plan.soundKbit.toInt() * 1000)
            setInteger(MediaFormat.KEY_AAC_PROFILE, MediaCodecInfo.CodecProfileLevel.AACObjectLC)
        }
        codec.configure(format, null, null, MediaCodec.CONFIGURE_FLAG_ENCODE)
        codec.start()
        val least = AudioRecord.getMinBufferSize(RATE_HZ, AudioFormat.CHANNEL_IN_MONO, AudioFormat.ENCODING_PCM_16BIT)
        val microphone = AudioRecord(MediaRecorder.AudioSource.CAMCORDER, RATE_HZ, AudioFormat.CHANNEL_IN_MONO, AudioFormat.ENCODING_PCM_16BIT, maxOf(least, CHUNK_BYTES) * 4)
        val chunk = ByteBuffer.allocateDirect(CHUNK_BYTES).order(ByteOrder.nativeOrder())
        var samples = 0L
        microphone.startRecording()
        try {
            while (running) {
                chunk.clear()
                val read = microphone.read(chunk, CHUNK_BYTES)
                if (read <= 0) break
                chunk.limit(read)
                heard(chunk.slice(), RATE_HZ)
                feed(codec, chunk, samples * 1_000_000 / RATE_HZ, 0)
                samples += read / 2
                drain(codec, 1) { false }
            }
            feed(codec, ByteBuffer.allocate(0), samples * 1_000_000 / RATE_HZ, MediaCodec.BUFFER_FLAG_END_OF_STREAM)
            drain(codec, 1) { true }
        } finally {
            microphone.stop()
            microphone.release()
        }
    }

    private fun feed(codec: MediaCodec, bytes: ByteBuffer, atUs: Long, flags: Int) {
        val index = codec.dequeueInputBuffer(WAIT_US)
        if (index < 0) return
        val length = bytes.remaining()
        codec.getInputBuffer(index)?.put(bytes)
        codec.queueInputBuffer(index, 0, length, atUs, flags)
    }

    /** Takes out what is coded; waits for more as long as [more] says so, and to the end once it was told. */
    private fun drain(codec: MediaCodec, track: Int, more: () -> Boolean) {
        val info = MediaCodec.BufferInfo()
        var quiet = 0
        while (true) {
            val index = codec.dequeueOutputBuffer(info, if (more()) WAIT_US else 0)
            if (index == MediaCodec.INFO_OUTPUT_FORMAT_CHANGED) {
                begin(codec.outputFormat, track)
            } else if (index >= 0) {
                quiet = 0
                codec.getOutputBuffer(index)?.let { write(track, it, info) }
                codec.releaseOutputBuffer(index, false)
                if (info.flags and MediaCodec.BUFFER_FLAG_END_OF_STREAM != 0) return
            } else if (!more() && (track == 1 || ++quiet > LAST_LOOKS)) {
                return
            }
        }
    }

    private fun begin(format: MediaFormat, track: Int) = synchronized(lock) {
        tracks[track] = muxer.addTrack(format)
        if (!begun && tracks[0] >= 0 && (sound == null || tracks[1] >= 0)) {
            muxer.start()
            begun = true
        }
    }

    private fun write(track: Int, bytes: ByteBuffer, info: MediaCodec.BufferInfo) = synchronized(lock) {
        if (begun && info.size > 0 && info.flags and MediaCodec.BUFFER_FLAG_CODEC_CONFIG == 0) muxer.writeSampleData(tracks[track], bytes, info)
    }

    /** Ends it; the file is whole afterwards. */
    override fun close() {
        video.signalEndOfInputStream()
        running = false
        threads.forEach { it.join(END_MS) }
        video.release()
        sound?.release()
        synchronized(lock) { if (begun) muxer.stop() }
        muxer.release()
        surface.release()
    }

    companion object {
        const val FRAMES_PER_S = 30
        private const val RATE_HZ = 48_000
        private const val CHUNK_BYTES = RATE_HZ / 50 * 2
        private const val WAIT_US = 10_000L
        private const val LAST_LOOKS = 200
        private const val END_MS = 3_000L
    }
}
