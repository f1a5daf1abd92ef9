package cn.heyan.core

import java.io.RandomAccessFile
import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.nio.channels.FileChannel
import java.nio.file.Files
import java.nio.file.Path

/** What `cargo xtask bindings` laid out for the tests. */
object Fixtures {
    private val folder: Path = Path.of(System.getProperty("heyan.fixtures"))
    val pack: String = System.getProperty("heyan.pack")

    /** The bytes of the picture [name], as UniFFI wants them: a direct buffer at position 0. */
    fun picture(name: String): ByteBuffer = direct(bytes(name))

    fun bytes(name: String): ByteArray = Files.readAllBytes(folder.resolve(name))

    fun text(name: String): String = Files.readString(folder.resolve(name))

    /** Name and number that the generated card `front.jpg` shows. */
    val holder: Pair<String, String> by lazy {
        val line = text("truth.jsonl").lines().first { it.contains("\"front.jpg\"") || it.contains("\"front\"") }
        fun of(key: String) = Regex("\"$key\":\"([^\"]+)\"").find(line)!!.groupValues[1]
        of("name") to of("id_number")
    }

    /** A WAV of one channel of 16 bits, as `heyan-statements` writes it. */
    fun sound(name: String): Sound16 {
        val wav = ByteBuffer.wrap(bytes(name)).order(ByteOrder.LITTLE_ENDIAN)
        val samples = ShortArray((wav.capacity() - 44) / 2)
        wav.position(44).slice().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples)
        return Sound16(wav.getInt(24), samples)
    }

    fun clip(name: String): Clip = Clip(folder.resolve("$name.nv21"), folder.resolve("$name.actions"))
}

fun direct(bytes: ByteArray): ByteBuffer = ByteBuffer.allocateDirect(bytes.size).put(bytes).flip()

class Sound16(val rate: Int, val samples: ShortArray)

/** A clip as a camera hands it over: NV21 with padded rows, mapped, so that no frame lies at position 0 of its buffer. */
class Clip(path: Path, actions: Path) {
    private val bytes: ByteBuffer =
        RandomAccessFile(path.toFile(), "r").use { file ->
            file.channel.map(FileChannel.MapMode.READ_ONLY, 0, file.length()).order(ByteOrder.LITTLE_ENDIAN)
        }
    private val width = bytes.getInt(8)
    private val height = bytes.getInt(12)
    private val stride = bytes.getInt(16)
    private val frameBytes = stride * (height + height / 2)

    val actions: List<Action> =
        Files.readString(actions).trim().split(',').map { Action.valueOf(it.uppercase()) }
    val size: Int = (bytes.capacity() - HEADER) / (Int.SIZE_BYTES + frameBytes)

    /** The frame at [index]: its bytes as a slice of the camera's buffer, and what the camera says of them. */
    fun frame(index: Int): Pair<ByteBuffer, FrameMeta> {
        val at = HEADER + index * (Int.SIZE_BYTES + frameBytes)
        val meta = FrameMeta(
            format = PixelFormat.Nv21,
            videoRange = true,
            width = width.toUInt(),
            height = height.toUInt(),
            rowStride = stride.toUInt(),
            chromaRowStride = stride.toUInt(),
            atMs = bytes.getInt(at).toULong(),
        )
        return bytes.slice(at + Int.SIZE_BYTES, frameBytes) to meta
    }

    private companion object {
        const val HEADER = 20
    }
}
