;; The two inner loops of resample.ts, four numbers at a time.
(module
  (memory (export "memory") 1)

  ;; One row of RGBA bytes, squeezed to $width positions: three runs of R, G and B as float32.
  ;; Position x takes $count[x] pixels from $first[x] on, by the weights $weights[x · $taps …].
  (func (export "squeeze")
    (param $source i32) (param $first i32) (param $count i32) (param $weights i32)
    (param $taps i32) (param $width i32) (param $out i32)
    (local $end i32) (local $pixel i32) (local $weight i32) (local $stop i32) (local $plane i32)
    (local $sum v128)
    (local.set $plane (i32.shl (local.get $width) (i32.const 2)))
    (local.set $end (i32.add (local.get $out) (local.get $plane)))
    (local.set $taps (i32.shl (local.get $taps) (i32.const 2)))
    (loop $position
      (local.set $pixel
        (i32.add (local.get $source) (i32.shl (i32.load (local.get $first)) (i32.const 2))))
      (local.set $weight (local.get $weights))
      (local.set $stop
        (i32.add (local.get $weights) (i32.shl (i32.load (local.get $count)) (i32.const 2))))
      (local.set $sum (v128.const f32x4 0 0 0 0))
      (loop $tap
        (local.set $sum
          (f32x4.add
            (local.get $sum)
            (f32x4.mul
              (v128.load32_splat (local.get $weight))
              (f32x4.convert_i32x4_u
                (i32x4.extend_low_i16x8_u
                  (i16x8.extend_low_i8x16_u (v128.load32_zero (local.get $pixel))))))))
        (local.set $pixel (i32.add (local.get $pixel) (i32.const 4)))
        (local.set $weight (i32.add (local.get $weight) (i32.const 4)))
        (br_if $tap (i32.lt_u (local.get $weight) (local.get $stop))))
      (f32.store (local.get $out) (f32x4.extract_lane 0 (local.get $sum)))
      (f32.store
        (i32.add (local.get $out) (local.get $plane)) (f32x4.extract_lane 1 (local.get $sum)))
      (f32.store
        (i32.add (local.get $out) (i32.shl (local.get $plane) (i32.const 1)))
        (f32x4.extract_lane 2 (local.get $sum)))
      (local.set $first (i32.add (local.get $first) (i32.const 4)))
      (local.set $count (i32.add (local.get $count) (i32.const 4)))
      (local.set $weights (i32.add (local.get $weights) (local.get $taps)))
      (local.set $out (i32.add (local.get $out) (i32.const 4)))
      (br_if $position (i32.lt_u (local.get $out) (local.get $end)))))

  ;; $sum[0 … $end) += $weight · $row, in bytes from $sum; whole groups of four numbers.
  (func (export "blend")
    (param $row i32) (param $weight f32) (param $sum i32) (param $end i32)
    (local $weights v128)
    (local.set $weights (f32x4.splat (local.get $weight)))
    (loop $four
      (v128.store
        (local.get $sum)
        (f32x4.add
          (v128.load (local.get $sum))
          (f32x4.mul (local.get $weights) (v128.load (local.get $row)))))
      (local.set $row (i32.add (local.get $row) (i32.const 16)))
      (local.set $sum (i32.add (local.get $sum) (i32.const 16)))
      (br_if $four (i32.lt_u (local.get $sum) (local.get $end))))))
