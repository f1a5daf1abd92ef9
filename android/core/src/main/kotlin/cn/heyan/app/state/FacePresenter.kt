package cn.heyan.app.state

import cn.heyan.core.Action
import cn.heyan.core.ActionResult
import cn.heyan.core.Case
import cn.heyan.core.Finding
import cn.heyan.core.FrameMeta
import cn.heyan.core.HeyanException
import cn.heyan.core.LivenessSession
import cn.heyan.core.Point
import cn.heyan.core.Rules
import cn.heyan.core.Step
import cn.heyan.core.Verdict
import cn.heyan.core.actionWords
import java.nio.ByteBuffer

/** One action: what is asked, and what became of it once it is over. */
data class FaceStep(val asked: String, val passed: Boolean? = null, val seen: String? = null)

data class FaceState(
    val say: String = "",
    /** To be spoken now: what is said has changed. */
    val speak: Int = 0,
    val steps: List<FaceStep> = emptyList(),
    val at: Int = 0,
    val progress: Float = 0f,
    val outline: List<Point> = emptyList(),
    val ended: Boolean = false,
    /** How it is to be recorded, as the provider takes it; known once the models are there and the camera may open. */
    val plan: RecordingPlan? = null,
    val verdict: Verdict? = null,
    val findings: List<Finding> = emptyList(),
    val problem: Problem? = null,
    val review: ReviewPresenter? = null,
)

/** The face check: what to do, how far it is done, and at the end what was seen. */
class FacePresenter(private val desk: Desk, private val case: Case) : AutoCloseable {
    val state = Held(FaceState())
    private var session: LivenessSession? = null

    /** [actions] are asked; those that the case draws of its provider's when there are none. */
    fun open(rules: Rules? = null, nonce: String? = null, actions: List<Action>? = null) = desk.work.run {
        try {
            val asked = actions ?: case.ask().actions
            state.set { it.copy(steps = asked.map { action -> FaceStep(actionWords(action, desk.lang)) }) }
            session = LivenessSession.open(desk.pack, desk.threads, asked, nonce, desk.lang, rules ?: case.status().rules)
            val plan = planOf(case.recording(Step.LIVENESS), withSound = false)
            state.set { it.copy(plan = plan) }
        } catch (error: HeyanException) {
            state.set { it.copy(problem = problemOf(error)) }
        }
    }

    /** A frame of the camera. True when the run is over: stop recording and call [finish]. */
    fun frame(bytes: ByteBuffer, meta: FrameMeta): Boolean {
        val session = session?.takeUnless { state.now.ended } ?: return false
        val live = try {
            session.submit(bytes, meta) ?: return false
        } catch (error: HeyanException) {
            state.set { it.copy(problem = problemOf(error)) }
            return false
        }
        state.set { was ->
            val steps = was.steps.mapIndexed { n, step -> step.copy(passed = live.passed.getOrNull(n)) }
            val speak = if (live.say == was.say) was.speak else was.speak + 1
            was.copy(say = live.say, speak = speak, steps = steps, at = live.action.toInt(), progress = live.progress, outline = live.outline, ended = live.ended)
        }
        return live.ended
    }

    /** Ends the run; [recording] is the file that was recorded meanwhile. */
    fun finish(recording: String) {
        val session = session ?: return
        desk.work.run {
            try {
                val report = session.finish()
                val review = ReviewPresenter(desk, case, case.judgeLiveness(Step.LIVENESS, recording, session))
                state.set { was ->
                    val steps = report.actions.zip(was.steps).map { (result, step) -> step.over(result) }
                    was.copy(ended = true, steps = steps, verdict = report.verdict, findings = report.findings, review = review)
                }
            } catch (error: HeyanException) {
                state.set { it.copy(ended = true, problem = problemOf(error)) }
            }
        }
    }

    private fun FaceStep.over(result: ActionResult) =
        copy(passed = result.passed, seen = result.seen?.let { actionWords(it, desk.lang) })

    override fun close() {
        state.now.review?.close()
        session?.close()
    }
}
