package cn.heyan.app.platform

import android.app.job.JobInfo
import android.app.job.JobParameters
import android.app.job.JobScheduler
import android.app.job.JobService
import android.content.ComponentName
import android.content.Context
import android.os.PersistableBundle
import cn.heyan.app.HeyanApp
import cn.heyan.app.state.SendPresenter
import cn.heyan.app.state.Sending

/** Goes on sending while the app is not on the screen, as soon as there is a network. */
class SendService : JobService() {
    @Volatile
    private var send: SendPresenter? = null

    override fun onStartJob(parameters: JobParameters): Boolean {
        val name = parameters.extras.getString(CASE) ?: return false
        val desk = (application as HeyanApp).desk
        desk.work.run {
            val case = desk.store.open(name)
            val sending = SendPresenter(desk.onThisThread(), case).also { send = it }
            sending.load()
            sending.send()
            case.close()
            jobFinished(parameters, sending.state.now.sending == Sending.PAUSED)
        }
        return true
    }

    override fun onStopJob(parameters: JobParameters): Boolean {
        send?.pause()
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
