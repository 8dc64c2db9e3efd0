//! Minimizing a smooth function of a few parameters without derivatives, such as a likelihood held near a default.

/// The search stops when the simplex is smaller than this, relative to its point.
const TOLERANCE: f64 = 1e-6;

/// The most evaluations of the likelihood in one fit.
pub(crate) const EVALUATIONS: usize = 400;

/// The lowest point found from `start` by the simplex method of Nelder and Mead (1965).
/// Deterministic; at most `evaluations` calls (a few more to finish a step).
pub(crate) fn minimize<const N: usize>(
    start: [f64; N],
    step: f64,
    evaluations: usize,
    objective: impl Fn(&[f64; N]) -> f64,
) -> [f64; N] {
    // Not a number counts as infinitely bad, so that the order of the corners is total.
    let value_at = |point: &[f64; N]| {
        let value = objective(point);
        if value.is_nan() { f64::INFINITY } else { value }
    };
    let mut corners = vec![(value_at(&start), start)];
    for axis in 0..N {
        let mut corner = start;
        corner[axis] += step;
        corners.push((value_at(&corner), corner));
    }
    let mut used = N + 1;
    while used < evaluations {
        corners.sort_by(|left, right| left.0.total_cmp(&right.0));
        let (best, worst) = (corners[0].0, corners[N]);
        if (worst.0 - best).abs() <= TOLERANCE * (best.abs() + TOLERANCE) {
            break;
        }
        let center = center(&corners[..N]);
        let along = |factor: f64| {
            let mut point = center;
            for axis in 0..N {
                point[axis] += factor * (worst.1[axis] - center[axis]);
            }
            (value_at(&point), point)
        };
        let reflected = along(-1.0);
        used += 1;
        let replacement = if reflected.0 < best {
            used += 1;
            let expanded = along(-2.0);
            if expanded.0 < reflected.0 { Some(expanded) } else { Some(reflected) }
        } else if reflected.0 < corners[N - 1].0 {
            Some(reflected)
        } else {
            used += 1;
            let contracted = if reflected.0 < worst.0 { along(-0.5) } else { along(0.5) };
            (contracted.0 < worst.0.min(reflected.0)).then_some(contracted)
        };
        if let Some(corner) = replacement {
            corners[N] = corner;
            continue;
        }
        let anchor = corners[0].1;
        for corner in &mut corners[1..] {
            for (coordinate, target) in corner.1.iter_mut().zip(anchor) {
                *coordinate = 0.5 * (*coordinate + target);
            }
            corner.0 = value_at(&corner.1);
        }
        used += N;
    }
    corners.sort_by(|left, right| left.0.total_cmp(&right.0));
    corners[0].1
}

/// A normal prior with standard deviation 2 on each parameter, around its default.
pub(crate) fn penalty<const N: usize>(point: &[f64; N], default: &[f64; N]) -> f64 {
    point.iter().zip(default).map(|(x, x0)| (x - x0).powi(2) / 8.0).sum()
}

fn center<const N: usize>(corners: &[(f64, [f64; N])]) -> [f64; N] {
    let mut center = [0.0; N];
    for (_, corner) in corners {
        for axis in 0..N {
            center[axis] += corner[axis] / corners.len() as f64;
        }
    }
    center
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_finds_the_bottom_of_a_curved_valley() {
        let valley = |p: &[f64; 2]| (1.0 - p[0]).powi(2) + 100.0 * (p[1] - p[0] * p[0]).powi(2);
        let [x, y] = minimize([-1.2, 1.0], 0.5, 2_000, valley);
        assert!((x - 1.0).abs() < 1e-2 && (y - 1.0).abs() < 1e-2);
    }
}
