package cn.heyan.app.state

import cn.heyan.core.Case
import cn.heyan.core.HeyanException
import cn.heyan.core.Step

data class LetterState(val files: List<String> = emptyList(), val problem: Problem? = null, val review: ReviewPresenter? = null)

/** A letter or certificate: its pages, chosen or photographed, then the review. */
class LetterPresenter(private val desk: Desk, private val case: Case, private val step: Step) : AutoCloseable {
    val state = Held(LetterState())

    fun add(path: String) = state.set { it.copy(files = it.files + path) }

    fun remove(path: String) = state.set { it.copy(files = it.files - path) }

    fun judge() {
        val files = state.now.files.ifEmpty { return }
        desk.work.run {
            try {
                val judged = try {
                    case.judgePages(step, files, desk.pack, desk.threads)
                } catch (noPicture: HeyanException.BadPicture) {
                    // A PDF, say: nothing here looks into it, and the person may insist.
                    case.judgeFiles(step, files)
                }
                val review = ReviewPresenter(desk, case, judged)
                state.set { it.copy(review = review, problem = null) }
            } catch (error: HeyanException) {
                state.set { it.copy(problem = problemOf(error)) }
            }
        }
    }

    override fun close() {
        state.now.review?.close()
    }
}
