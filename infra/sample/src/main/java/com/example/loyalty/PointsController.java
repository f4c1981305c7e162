package com.example.loyalty;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
class PointsController {

  record View(String customerId, long points) {}

  private final PointsTable table;

  PointsController(PointsTable table) {
    this.table = table;
  }

  @GetMapping("/customers/{customerId}/points")
  View points(@PathVariable String customerId) {
    return new View(customerId, table.pointsOf(customerId));
  }
}
