package cn.heyan.app.ui

import android.content.Context
import android.graphics.Canvas
import android.graphics.Paint
import android.graphics.Path
import android.graphics.RectF
import android.view.View
import cn.heyan.app.R
import cn.heyan.core.Point

/** The outline that the core sees, over the preview; the frame fills the view as the preview does, its middle kept. */
class OutlineView(context: Context) : View(context) {
    private val line = Paint(Paint.ANTI_ALIAS_FLAG).apply {
        style = Paint.Style.STROKE
        strokeJoin = Paint.Join.ROUND
        strokeWidth = 4 * resources.displayMetrics.density
        color = context.getColor(R.color.guide)
    }
    private val fill = Paint(Paint.ANTI_ALIAS_FLAG)
    private var points: List<Point> = emptyList()
    private var frame = 1 to 1

    init {
        importantForAccessibility = IMPORTANT_FOR_ACCESSIBILITY_NO
    }

    /** [points] in pixels of an upright frame of [frame]; the more [progress], the fuller. */
    fun show(points: List<Point>, frame: Pair<Int, Int>, progress: Float) {
        this.points = points
        this.frame = frame
        fill.color = line.color
        fill.alpha = (60 * progress).toInt()
        invalidate()
    }

    override fun onDraw(canvas: Canvas) {
        if (points.isEmpty()) return
        val scale = maxOf(width.toFloat() / frame.first, height.toFloat() / frame.second)
        val (left, top) = (width - frame.first * scale) / 2 to (height - frame.second * scale) / 2
        val path = Path()
        points.forEachIndexed { n, point ->
            val (x, y) = left + point.x * scale to top + point.y * scale
            if (n == 0) path.moveTo(x, y) else path.lineTo(x, y)
        }
        path.close()
        canvas.drawPath(path, fill)
        canvas.drawPath(path, line)
    }
}

/** Where the face belongs: an oval whose rim fills with what is done; [show] with `wide` adds the shoulders. */
class OvalView(context: Context) : View(context) {
    private val shade = Paint().apply { color = context.getColor(R.color.scrim) }
    private val rim = Paint(Paint.ANTI_ALIAS_FLAG).apply {
        style = Paint.Style.STROKE
        strokeCap = Paint.Cap.ROUND
        strokeWidth = 5 * resources.displayMetrics.density
    }
    private var progress = 0f
    private var wide = false

    init {
        importantForAccessibility = IMPORTANT_FOR_ACCESSIBILITY_NO
    }

    fun show(progress: Float, wide: Boolean) {
        this.progress = progress
        this.wide = wide
        invalidate()
    }

    override fun onDraw(canvas: Canvas) {
        val share = if (wide) 0.42f else 0.66f
        val (w, middle) = width * share to if (wide) height * 0.40f else height * 0.46f
        val h = w * 1.32f
        val oval = RectF((width - w) / 2, middle - h / 2, (width + w) / 2, middle + h / 2)
        val outside = Path().apply {
            fillType = Path.FillType.EVEN_ODD
            addRect(0f, 0f, width.toFloat(), height.toFloat(), Path.Direction.CW)
            addOval(oval, Path.Direction.CW)
        }
        if (!wide) canvas.drawPath(outside, shade)
        rim.color = context.getColor(R.color.on_camera)
        rim.alpha = 200
        canvas.drawOval(oval, rim)
        if (wide) canvas.drawPath(shoulders(oval), rim)
        rim.color = context.getColor(R.color.guide)
        canvas.drawArc(oval, -90f, 360f * progress, false, rim)
    }

    private fun shoulders(head: RectF) = Path().apply {
        val (w, top, foot) = Triple(head.width(), head.bottom + head.height() * 0.04f, head.bottom + head.height() * 0.75f)
        moveTo(head.centerX() - w * 1.12f, foot)
        cubicTo(head.centerX() - w * 1.1f, top + w * 0.2f, head.centerX() - w * 0.45f, top + w * 0.12f, head.centerX() - w * 0.28f, top)
        moveTo(head.centerX() + w * 0.28f, top)
        cubicTo(head.centerX() + w * 0.45f, top + w * 0.12f, head.centerX() + w * 1.1f, top + w * 0.2f, head.centerX() + w * 1.12f, foot)
    }
}
