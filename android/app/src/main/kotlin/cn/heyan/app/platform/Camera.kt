package cn.heyan.app.platform

import android.annotation.SuppressLint
import android.content.Context
import android.graphics.ImageFormat
import android.hardware.camera2.CameraCaptureSession
import android.hardware.camera2.CameraCharacteristics
import android.hardware.camera2.CameraDevice
import android.hardware.camera2.CameraManager
import android.hardware.camera2.CaptureRequest
import android.media.Image
import android.media.ImageReader
import android.os.Handler
import android.os.HandlerThread
import android.util.Size
import android.view.Surface
import cn.heyan.app.shell.turnOf
import cn.heyan.core.FrameMeta
import cn.heyan.core.PixelFormat
import java.nio.ByteBuffer

/** The camera through the framework alone: a preview, frames for the core, stills, and a recorder's surface. */
class Camera(
    context: Context,
    private val front: Boolean,
    /** How the screen is turned, degrees, whenever it is asked. */
    private val display: () -> Int,
    private val failed: () -> Unit,
) : AutoCloseable {
    private val manager = context.getSystemService(CameraManager::class.java)
    private val thread = HandlerThread("camera").apply { start() }
    private val handler = Handler(thread.looper)
    private val id = manager.cameraIdList.firstOrNull { facing(it) == wanted() } ?: manager.cameraIdList.first()
    private val sensor = manager.getCameraCharacteristics(id)

    /** Clockwise turn that makes a frame, a still and a recording upright on the screen as it is turned now. */
    val turn: Int
        get() = turnOf(sensor.get(CameraCharacteristics.SENSOR_ORIENTATION) ?: 0, display(), facing(id) == CameraCharacteristics.LENS_FACING_FRONT)
    private val frames = reader(ImageFormat.YUV_420_888, Size(1280, 720))
    private val stills = reader(ImageFormat.JPEG, Size(4000, 3000))
    private var device: CameraDevice? = null
    private var session: CameraCaptureSession? = null

    /** Reused from frame to frame: allocating 1.4 MB thirty times a second keeps the collector busy. */
    private var packed: ByteBuffer = ByteBuffer.allocateDirect(0)

    /** Size of an upright frame. */
    val size: Pair<Int, Int>
        get() = if (turn % 180 == 0) frames.width to frames.height else frames.height to frames.width

    private fun facing(id: String) = manager.getCameraCharacteristics(id).get(CameraCharacteristics.LENS_FACING)

    private fun wanted() = if (front) CameraCharacteristics.LENS_FACING_FRONT else CameraCharacteristics.LENS_FACING_BACK

    /** Of the sizes that the camera has, the one nearest to [near]. */
    private fun reader(format: Int, near: Size): ImageReader {
        val map = sensor.get(CameraCharacteristics.SCALER_STREAM_CONFIGURATION_MAP)
        val sizes = map?.getOutputSizes(format)?.toList().orEmpty().ifEmpty { listOf(near) }
        val best = sizes.minBy { kotlin.math.abs(it.width * it.height - near.width * near.height) + kotlin.math.abs(it.width * near.height - it.height * near.width) }
        return ImageReader.newInstance(best.width, best.height, format, 2)
    }

    /** Opens it; [frame] gets the latest frame on the camera's thread. */
    @SuppressLint("MissingPermission")
    fun open(preview: Surface, recorder: Surface?, frame: (ByteBuffer, FrameMeta) -> Unit, still: (ByteArray) -> Unit) {
        frames.setOnImageAvailableListener({ reader ->
            // The latest, older ones are dropped. Closed on every path: a camera waits for its images.
            reader.acquireLatestImage()?.use { image -> frame(pack(image), meta(image)) }
        }, handler)
        stills.setOnImageAvailableListener({ reader ->
            val jpeg = reader.acquireNextImage().use { image -> image.planes[0].buffer.let { ByteArray(it.remaining()).also(it::get) } }
            still(jpeg)
        }, handler)
        val shown = listOfNotNull(preview, frames.surface, recorder)
        manager.openCamera(id, object : CameraDevice.StateCallback() {
            override fun onOpened(camera: CameraDevice) {
                device = camera
                start(camera, shown, stills.surface.takeIf { recorder == null })
            }

            override fun onDisconnected(camera: CameraDevice) {
                camera.close()
                failed()
            }

            override fun onError(camera: CameraDevice, error: Int) {
                camera.close()
                failed()
            }
        }, handler)
    }

    @Suppress("DEPRECATION") // SessionConfiguration came with API 28, and 26 is supported.
    private fun start(camera: CameraDevice, shown: List<Surface>, still: Surface?) {
        camera.createCaptureSession(shown + listOfNotNull(still), object : CameraCaptureSession.StateCallback() {
            override fun onConfigured(configured: CameraCaptureSession) {
                session = configured
                val request = camera.createCaptureRequest(CameraDevice.TEMPLATE_RECORD)
                shown.forEach(request::addTarget)
                request.set(CaptureRequest.CONTROL_AF_MODE, CaptureRequest.CONTROL_AF_MODE_CONTINUOUS_PICTURE)
                configured.setRepeatingRequest(request.build(), null, handler)
            }

            override fun onConfigureFailed(configured: CameraCaptureSession) = failed()
        }, handler)
    }

    /** Takes a still. */
    fun take() {
        val (camera, session) = (device ?: return) to (session ?: return)
        val request = camera.createCaptureRequest(CameraDevice.TEMPLATE_STILL_CAPTURE)
        request.addTarget(stills.surface)
        request.set(CaptureRequest.JPEG_ORIENTATION, turn)
        request.set(CaptureRequest.JPEG_QUALITY, 95.toByte())
        request.set(CaptureRequest.CONTROL_AF_MODE, CaptureRequest.CONTROL_AF_MODE_CONTINUOUS_PICTURE)
        session.capture(request.build(), null, handler)
    }

    /** The planes one after the other in a direct buffer at position 0, as the core takes them. */
    private fun pack(image: Image): ByteBuffer {
        val bytes = image.planes.sumOf { it.buffer.remaining() }
        if (packed.capacity() != bytes) packed = ByteBuffer.allocateDirect(bytes)
        packed.clear()
        image.planes.forEach { packed.put(it.buffer) }
        return packed.flip() as ByteBuffer
    }

    private fun meta(image: Image): FrameMeta {
        val (y, u, v) = image.planes
        val luma = y.buffer.limit()
        return FrameMeta(
            format = PixelFormat.Yuv420(luma.toUInt(), (luma + u.buffer.limit()).toUInt(), u.pixelStride.toUInt()),
            width = image.width.toUInt(),
            height = image.height.toUInt(),
            rowStride = y.rowStride.toUInt(),
            chromaRowStride = v.rowStride.toUInt(),
            rotationDegrees = turn,
            atMs = (image.timestamp / 1_000_000).toULong(),
        )
    }

    override fun close() {
        session?.close()
        device?.close()
        frames.close()
        stills.close()
        thread.quitSafely()
    }
}
