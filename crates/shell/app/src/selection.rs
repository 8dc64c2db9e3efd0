use std::cmp::Ordering;

/// The first `limit` values in an order, sorted, in O(n + limit log limit) for n values. They are moved to the front; the
/// others stay behind them.
pub(crate) fn first<T>(values: &mut [T], limit: usize, order: impl Fn(&T, &T) -> Ordering) -> &[T] {
    if values.len() > limit {
        values.select_nth_unstable_by(limit, &order);
    }
    let limit = limit.min(values.len());
    values[..limit].sort_unstable_by(&order);
    &values[..limit]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_are_sorted_and_none_is_lost() {
        for limit in [0, 1, 3, 7, 9] {
            let mut values = [5, 2, 9, 1, 7, 2, 8];
            let expected: Vec<i32> = [1, 2, 2, 5, 7, 8, 9].into_iter().take(limit).collect();
            assert_eq!(first(&mut values, limit, Ord::cmp), expected);
            values.sort_unstable();
            assert_eq!(values, [1, 2, 2, 5, 7, 8, 9]);
        }
    }
}
