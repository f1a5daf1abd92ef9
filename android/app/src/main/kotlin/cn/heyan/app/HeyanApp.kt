package cn.heyan.app

import android.app.Application
import android.content.Context
import android.os.Handler
import android.os.Looper
import cn.heyan.app.platform.HardwareKeys
import cn.heyan.app.shell.Threads
import cn.heyan.app.shell.warm
import cn.heyan.core.App
import cn.heyan.core.Desk
import cn.heyan.core.Folders
import cn.heyan.core.Gateway
import cn.heyan.core.Lang
import java.io.File
import java.io.IOException
import java.util.concurrent.Executors

/** One desk for the whole process: the case that is sent in the background is the one that is shown. */
class HeyanApp : Application() {
    /** One thread for all work of all screens: it is done one thing after the other. */
    val threads: Threads = object : Threads {
        private val worker = Executors.newSingleThreadExecutor { Thread(it, "desk") }
        private val screen = Handler(Looper.getMainLooper())

        override fun work(task: () -> Unit) = worker.execute(task)

        override fun screen(task: () -> Unit) {
            screen.post(task)
        }

        override fun later(ms: Long, task: () -> Unit) {
            screen.postDelayed(task, ms)
        }
    }

    private val pack by lazy { File(noBackupFilesDir, "pack") }

    override fun onCreate() {
        super.onCreate()
        // Before anything else on this thread, and off the screen's: whatever asks for a model comes after it.
        threads.work {
            // What a process that was ended has left in the open.
            cacheDir.listFiles()?.forEach(File::deleteRecursively)
            try {
                unpack("pack", pack)
            } catch (full: IOException) {
                // Told where a model is asked for: it is not there.
                pack.deleteRecursively()
            }
            warm(pack.path)
        }
    }

    val desk: Desk by lazy {
        val home = noBackupFilesDir
        val lang = if (resources.configuration.locales[0].language == "zh") Lang.ZH else Lang.EN
        // The second folder is called as the first versions called it: what lies there is to be found again.
        val folders = Folders(File(home, "cases").path, File(home, "witness").path, pack.path)
        Desk(folders, HardwareKeys(this), gateway(), INFERENCE_THREADS, lang)
    }

    /** The provider's gateway, as `assets/gateway.properties` of the build names it. */
    private fun gateway(): Gateway {
        val lines = java.util.Properties().apply { assets.open("gateway.properties").use(::load) }
        val pins = lines.getProperty("pins").orEmpty().split(' ').filter(String::isNotEmpty)
        return Gateway(lines.getProperty("address").orEmpty(), pins, null, App("heyan", BuildVersion.of(this), "android"))
    }

    /** Models must be files for the core to map them into memory: copied once for each version of the app. */
    private fun unpack(assetsFolder: String, folder: File) {
        val mark = File(folder, "version")
        val version = BuildVersion.of(this)
        if (mark.isFile && mark.readText() == version) return
        folder.deleteRecursively()
        folder.mkdirs()
        for (name in assets.list(assetsFolder).orEmpty()) {
            assets.open("$assetsFolder/$name").use { from -> File(folder, name).outputStream().use(from::copyTo) }
        }
        // ONNX Runtime comes as a library of the app.
        val runtime = File(applicationInfo.nativeLibraryDir, "libonnxruntime.so")
        if (runtime.isFile) runtime.copyTo(File(folder, runtime.name), overwrite = true)
        mark.writeText(version)
    }
}

/** Threads for inference, beside those of the camera, the encoders and the screen. */
private const val INFERENCE_THREADS: UByte = 2u

private object BuildVersion {
    fun of(context: Context): String = context.packageManager.getPackageInfo(context.packageName, 0).versionName.orEmpty()
}
