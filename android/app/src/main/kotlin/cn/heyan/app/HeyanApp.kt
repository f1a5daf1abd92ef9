package cn.heyan.app

import android.app.Application
import android.content.Context
import cn.heyan.app.platform.HardwareKeys
import cn.heyan.app.state.Desk
import cn.heyan.core.App
import cn.heyan.core.CaseStore
import cn.heyan.core.Gateway
import cn.heyan.core.Lang
import java.io.File
import java.io.IOException
import java.text.SimpleDateFormat
import java.util.Date
import java.util.Locale
import java.util.concurrent.Executors

/** One desk for the whole process: the case that is sent in the background is the one that is shown. */
class HeyanApp : Application() {
    private val worker by lazy { Executors.newSingleThreadExecutor { Thread(it, "desk") } }

    private val pack by lazy { File(noBackupFilesDir, "pack") }

    override fun onCreate() {
        super.onCreate()
        // Before anything else on this thread, and off the screen's: whatever asks for a model comes after it.
        worker.execute {
            try {
                unpack("pack", pack)
            } catch (full: IOException) {
                // Told where a model is asked for: it is not there.
                pack.deleteRecursively()
            }
            desk.warm()
        }
    }

    val desk: Desk by lazy {
        val home = noBackupFilesDir
        val lang = if (resources.configuration.locales[0].language == "zh") Lang.ZH else Lang.EN
        Desk(
            store = CaseStore(File(home, "cases").path, File(home, "witness").path, HardwareKeys(this), lang),
            pack = pack.path,
            lang = lang,
            work = { task -> worker.execute(task) },
            today = { SimpleDateFormat("yyyy-MM-dd", Locale.ROOT).format(Date()) },
            gateway = gateway(),
        )
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

private object BuildVersion {
    fun of(context: Context): String = context.packageManager.getPackageInfo(context.packageName, 0).versionName.orEmpty()
}
