package cn.heyan.app.platform

import android.app.job.JobInfo
import android.app.job.JobParameters
import android.app.job.JobScheduler
import android.app.job.JobService
import android.content.ComponentName
import android.content.Context
import android.os.PersistableBundle
import cn.heyan.app.HeyanApp
import cn.heyan.app.shell.Background
import kotlin.concurrent.thread

/** Goes on sending while the app is not on the screen, as soon as there is a network. */
class SendService : JobService() {
    @Volatile
    private var background: Background? = null

    override fun onStartJob(parameters: JobParameters): Boolean {
        val name = parameters.extras.getString(CASE) ?: return false
        val app = application as HeyanApp
        // After what the screen that was left has begun, and then on a thread of its own: it takes minutes.
        app.threads.work {
            val sending = Background(app.desk, name).also { background = it }
            thread(name = "send") { jobFinished(parameters, sending.run()) }
        }
        return true
    }

    override fun onStopJob(parameters: JobParameters): Boolean {
        background?.pause()
        return true
    }

    companion object {
        private const val CASE = "case"

        /** Sends [case] when there is a network, also after a restart of the phone. */
        fun schedule(context: Context, case: String) {
            val job = JobInfo.Builder(case.hashCode(), ComponentName(context, SendService::class.java))
                .setRequiredNetworkType(JobInfo.NETWORK_TYPE_ANY)
                .setPersisted(true)
                .setExtras(PersistableBundle().apply { putString(CASE, case) })
                .build()
            context.getSystemService(JobScheduler::class.java).schedule(job)
        }
    }
}
